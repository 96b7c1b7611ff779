package io.kanhu.alerting.channel.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks over HTTP/1.1, patiently for a while, and follows no redirects. Thread-safe; never blocks. */
public final class Exchange implements AutoCloseable {
    private static final Duration LONGEST_WISH = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 64 * 1024;

    private final Duration patience;
    private final HttpClient client;

    /** @param patience for a whole answer */
    public Exchange(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    /** How long an answer may take. */
    public Duration patience() {
        return patience;
    }

    /** Fails if no answer comes in time. */
    public CompletableFuture<Reply> ask(HttpRequest.Builder request) {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request.timeout(patience).build(), response -> text());
        return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, error) -> answer.cancel(true))
                .thenApply(response -> new Reply(response.statusCode(), wish(response), response.body()));
    }

    /** Why there was no answer. */
    public static String why(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return root.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** No answer of a provider is long; what is, is cut. */
    private static BodySubscriber<String> text() {
        return BodySubscribers.limiting(BodySubscribers.ofString(StandardCharsets.UTF_8), MOST_BYTES);
    }

    /** What the provider asks to be left alone for, in seconds; a date is not understood and is as good as none. */
    private static Duration wish(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(wish -> wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish)
                .orElse(Duration.ZERO);
    }
}
