package io.kanhu.alerting.channel.ntfy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Publishes to a server of ntfy, to a topic for each worker. Whoever knows a topic can read it where the server asks for no token: what is
 * published names nobody. The receipt is the message's id there.
 */
public final class Ntfy implements Provider {
    private static final int HIGHEST = 5;
    private static final int ORDINARY = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final Optional<String> token;
    private final Optional<URI> page;

    /**
     * By this server.
     *
     * @param token to publish with, empty for none
     * @param page that a tap opens, empty for none
     */
    public Ntfy(URI url, Optional<String> token, Optional<URI> page) {
        this.url = url;
        this.token = token;
        this.page = page;
    }

    @Override
    public HttpRequest.Builder request(Message message, Instant now) {
        boolean test = message.kind().equals(Message.TEST);
        ObjectNode body = JSON.createObjectNode()
                .put("topic", Recipient.required(message.to().ntfyTopic()))
                .put("title", message.words().what())
                .put("message", test ? message.words().text() : text(message))
                .put("priority", test ? ORDINARY : HIGHEST);
        body.putArray("tags").add("rotating_light");
        page.ifPresent(address -> body.put(
                "click",
                address.resolve(message.alertId() == 0 ? "/" : "/?alert=" + message.alertId())
                        .toString()));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private static String text(Message message) {
        boolean english = message.language().equals("en");
        if (message.isWithoutCase()) {
            return english ? "Open the page and answer." : "请立即打开看护页面接单。";
        }
        return (english ? "Open the page and answer. Case " : "请立即打开看护页面接单。编号") + message.alertId();
    }

    @Override
    public Answer answer(Reply reply) {
        return reply.isSuccess() ? new Accepted(reply.json().path("id").asText(null)) : reply.failure("ntfy");
    }

    @Override
    public String toString() {
        return "ntfy at " + url.getHost();
    }
}
