package io.kanhu.alerting.channel.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;

/**
 * A gateway for telephones over HTTP. Requests are signed as the Standard Webhooks specification says: headers {@code webhook-id}
 * (the same at each try), {@code webhook-timestamp} and {@code webhook-signature}.
 */
public final class Webhook implements Provider {
    private static final JsonFactory JSON = new JsonFactory();

    private final URI url;
    private final WebhookSignature signature;

    public Webhook(URI url, WebhookSignature signature) {
        this.url = url;
        this.signature = signature;
    }

    @Override
    public HttpRequest.Builder request(Message message, Instant now) {
        byte[] body = body(message);
        String id = "msg_" + message.key();
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature.of(id, now, body))
                .POST(BodyPublishers.ofByteArray(body));
    }

    @Override
    public Answer answer(Reply reply) {
        return reply.isSuccess() ? new Accepted(null) : reply.failure("the gateway");
    }

    private static byte[] body(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "kanhu.page");
            json.writeStringField("timestamp", message.createdAt().toString());
            json.writeObjectFieldStart("data");
            json.writeStringField("channel", message.by().code());
            json.writeStringField("to", Recipient.required(message.to().phone()));
            json.writeStringField("language", message.language());
            json.writeStringField("text", message.words().text());
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

    @Override
    public String toString() {
        return "webhook to " + url.getHost();
    }
}
