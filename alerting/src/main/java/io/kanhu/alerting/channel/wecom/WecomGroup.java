package io.kanhu.alerting.channel.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.http.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A robot in a WeCom group. Names whoever is called, if their WeCom user id is known. Takes 20 messages a minute, and 4096 bytes of
 * Markdown in each.
 */
public final class WecomGroup implements Provider {
    private static final int MOST_BYTES = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final String key;

    /**
     * A robot.
     *
     * @param url without the key
     * @param key of its address, a secret
     */
    public WecomGroup(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    @Override
    public HttpRequest.Builder request(Message message, Instant now) {
        String user = message.to().wecomUser();
        String named = user == null ? "" : "\n<@" + user + ">";
        ObjectNode body = JSON.createObjectNode().put("msgtype", "markdown");
        body.putObject("markdown").put("content", cut(message.words().text(), MOST_BYTES - named.length()) + named);
        return HttpRequest.newBuilder(URI.create(url + "?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Answer answer(Reply reply) {
        return meaning(reply);
    }

    /** What WeCom's codes mean, of a robot and of an application alike. */
    static Answer meaning(Reply reply) {
        JsonNode code = reply.json().path("errcode");
        if (!code.isInt()) {
            return reply.isSuccess()
                    ? new Later("WeCom answers nothing that is understood", Duration.ZERO)
                    : reply.failure("WeCom");
        }
        String why = "WeCom answers " + code.asInt();
        return switch (code.asInt()) {
            case 0 -> new Accepted(reply.json().path("msgid").asText(null));
            case 45_009, 45_033 -> new TooMany(why, Duration.ofMinutes(1));
            case 40_058, 44_004, 45_002, 81_013 -> new Refused(why);
            default -> new Later(why, Duration.ZERO);
        };
    }

    private static String cut(String text, int most) {
        String kept = text;
        while (kept.getBytes(StandardCharsets.UTF_8).length > most) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }

    @Override
    public String toString() {
        return "WeCom group";
    }
}
