package io.kanhu.alerting.channel.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cards of an application in WeCom, each to one worker. The same card within half an hour is shown once: WeCom compares them, and a card's
 * link has the message's key in it.
 */
public final class WecomApp implements Channel {
    private static final Set<Integer> TOKEN_IS_OVER = Set.of(40_014, 42_001, 41_001);
    private static final Logger LOG = LoggerFactory.getLogger(WecomApp.class);

    private final URI url;
    private final Cards cards;
    private final WecomToken token;
    private final Exchange exchange;

    /**
     * An application.
     *
     * @param url of WeCom, {@code https://qyapi.weixin.qq.com}
     * @param agent the application's id
     * @param page Kanhu's, as phones reach it
     * @param buttons whether cards have a button that WeCom tells {@link CardButtons} of; else they link to the page
     */
    public WecomApp(URI url, int agent, URI page, boolean buttons, WecomToken token, Exchange exchange) {
        this.url = url;
        this.cards = new Cards(agent, page, buttons);
        this.token = token;
        this.exchange = exchange;
    }

    /** Two answers may be waited for: a token's and the message's, and once more each. */
    @Override
    public Duration patience() {
        return exchange.patience().multipliedBy(4);
    }

    @Override
    public CompletionStage<Answer> send(Message message) {
        String user = message.to().wecomUser();
        if (user == null) {
            return CompletableFuture.completedFuture(new Refused("they have no WeCom user id any more"));
        }
        return ask("/cgi-bin/message/send", cards.of(message, user))
                .handle((reply, error) -> error == null ? meaning(reply, user) : new Later(why(error), Duration.ZERO));
    }

    /**
     * Puts a word in the place of a card's button, which can be pressed no more. Never blocks.
     *
     * @param responseCode that WeCom gave with the press; it is good for once
     * @return whether WeCom did; never completes with an exception
     */
    CompletionStage<Boolean> replaceButton(String user, String responseCode, String shown) {
        return ask("/cgi-bin/message/update_template_card", cards.replaced(user, responseCode, shown))
                .handle((reply, error) -> {
                    boolean done = error == null && reply.isSuccess() && codeOf(reply) == 0;
                    if (!done) {
                        LOG.info(
                                "a card in WeCom keeps its button why=\"{}\"",
                                error == null ? "WeCom answers " + codeOf(reply) : why(error));
                    }
                    return done;
                });
    }

    /** Once more with a new token, if WeCom takes the one that we had no more. */
    private CompletableFuture<Reply> ask(String path, String body) {
        return attempt(path, body)
                .thenCompose(reply -> TOKEN_IS_OVER.contains(codeOf(reply))
                        ? attempt(path, body)
                        : CompletableFuture.completedFuture(reply));
    }

    private CompletableFuture<Reply> attempt(String path, String body) {
        return token.get()
                .thenCompose(secret -> exchange.ask(
                                HttpRequest.newBuilder(url.resolve(path + "?access_token=" + secret))
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))))
                        .thenApply(reply -> {
                            if (TOKEN_IS_OVER.contains(codeOf(reply))) {
                                token.forget(secret);
                            }
                            return reply;
                        }));
    }

    private static Answer meaning(Reply reply, String user) {
        Answer answer = WecomGroup.meaning(reply);
        JsonNode unknown = reply.json().path("invaliduser");
        boolean isUnknown = List.of(unknown.asText("").split("\\|", -1)).contains(user);
        return answer instanceof Accepted && isUnknown
                ? new Refused("WeCom does not know them, or they may not see the application")
                : answer;
    }

    private static int codeOf(Reply reply) {
        return reply.json().path("errcode").asInt();
    }

    private static String why(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return cause instanceof WecomToken.Unavailable
                ? String.valueOf(cause.getMessage())
                : "no answer from WeCom: " + Exchange.why(error);
    }

    @Override
    public String toString() {
        return "WeCom application";
    }
}
