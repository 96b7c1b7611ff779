package io.kanhu.alerting.channel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Hands messages to a gateway for telephones over HTTP, signed as the Standard Webhooks specification says: headers
 * {@code webhook-id} (the same at each try), {@code webhook-timestamp} and {@code webhook-signature}. Redirects are not followed.
 */
public final class WebhookChannel implements Channel, AutoCloseable {
    /** The gateway will never take this message, whenever it is sent. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 410, 413, 422);

    private static final Duration LONGEST_WISH = Duration.ofMinutes(5);
    private static final JsonFactory JSON = new JsonFactory();

    private final URI url;
    private final WebhookSignature signature;
    private final Duration patience;
    private final Clock clock;
    private final HttpClient client;

    /** @param patience for a whole answer */
    public WebhookChannel(URI url, WebhookSignature signature, Duration patience, Clock clock) {
        this.url = url;
        this.signature = signature;
        this.patience = patience;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public CompletionStage<Answer> send(Message message) {
        return client.sendAsync(request(message), BodyHandlers.discarding())
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, error) -> error == null
                        ? answer(response)
                        : new Later("no answer from the gateway: " + rootOf(error), Duration.ZERO));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest request(Message message) {
        byte[] body = body(message);
        String id = "msg_" + message.key();
        Instant now = clock.instant();
        return HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature.of(id, now, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private Answer answer(HttpResponse<Void> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Accepted();
        }
        String why = "the gateway answers " + status;
        return FOR_GOOD.contains(status) ? new Refused(why) : new Later(why, wish(response));
    }

    /** What the gateway asks to be left alone for, in seconds; a date is not understood and is as good as none. */
    private static Duration wish(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(wish -> wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish)
                .orElse(Duration.ZERO);
    }

    private static byte[] body(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "kanhu.page");
            json.writeStringField("timestamp", message.createdAt().toString());
            json.writeObjectFieldStart("data");
            json.writeStringField("channel", message.by().code());
            json.writeStringField("to", message.to());
            json.writeStringField("language", message.language());
            json.writeStringField("text", message.text());
            json.writeStringField("kind", message.kind());
            if (message.alertId() != 0) {
                json.writeNumberField("alert", message.alertId());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write JSON into memory", e);
        }
        return bytes.toByteArray();
    }

    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return root.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }

    @Override
    public String toString() {
        return "webhook to " + url.getHost();
    }
}
