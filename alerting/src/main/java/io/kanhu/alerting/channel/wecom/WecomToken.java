package io.kanhu.alerting.channel.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The token by which an application of WeCom speaks. It is fetched once and shared until shortly before it runs out, as WeCom limits how
 * often it may be fetched; one that WeCom takes no more is forgotten. Thread-safe; never blocks.
 */
public final class WecomToken {
    private static final Duration BEFORE_IT_RUNS_OUT = Duration.ofMinutes(5);

    private final URI question;
    private final Exchange exchange;
    private final Clock clock;

    private @Nullable CompletableFuture<Token> current;

    private record Token(String secret, Instant until) {
        @Override
        public String toString() {
            return "Token until " + until;
        }
    }

    /** There is no token to be had. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unavailable(String message) {
            super(message);
        }
    }

    /** @param secret of the application */
    public WecomToken(URI url, String corporation, String secret, Exchange exchange, Clock clock) {
        this.question =
                url.resolve("/cgi-bin/gettoken?corpid=" + encode(corporation) + "&corpsecret=" + encode(secret));
        this.exchange = exchange;
        this.clock = clock;
    }

    /** Fails with {@link Unavailable} if WeCom gives none. */
    synchronized CompletableFuture<String> get() {
        CompletableFuture<Token> known = current;
        if (known == null || known.isCompletedExceptionally() || isOver(known)) {
            known = exchange.ask(HttpRequest.newBuilder(question).GET()).thenApply(this::read);
            current = known;
        }
        return known.thenApply(Token::secret);
    }

    /** WeCom takes this one no more. */
    synchronized void forget(String secret) {
        CompletableFuture<Token> known = current;
        if (known != null
                && known.isDone()
                && !known.isCompletedExceptionally()
                && known.join().secret().equals(secret)) {
            current = null;
        }
    }

    private boolean isOver(CompletableFuture<Token> known) {
        return known.isDone() && !known.join().until().isAfter(clock.instant());
    }

    private Token read(Reply reply) {
        JsonNode json = reply.json();
        String secret = json.path("access_token").asText();
        if (json.path("errcode").asInt() != 0 || secret.isEmpty()) {
            throw new Unavailable("WeCom gives no token, it answers "
                    + (json.path("errcode").isInt() ? json.path("errcode").asInt() : reply.status()));
        }
        Duration life = Duration.ofSeconds(json.path("expires_in").asLong());
        return new Token(encode(secret), clock.instant().plus(life).minus(BEFORE_IT_RUNS_OUT));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "WecomToken";
    }
}
