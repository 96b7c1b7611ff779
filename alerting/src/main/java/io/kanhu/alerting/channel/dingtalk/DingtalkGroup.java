package io.kanhu.alerting.channel.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.http.Hashes;
import io.kanhu.alerting.channel.http.PhoneNumber;
import io.kanhu.alerting.channel.http.Provider;
import io.kanhu.alerting.channel.http.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A custom robot in a DingTalk group, with the security setting "sign": HMAC-SHA256 of time and secret. Names whoever is called by their
 * telephone number; takes 20 messages a minute, and punishes more with ten minutes of silence.
 */
public final class DingtalkGroup implements Provider {
    private static final int OK = 0;
    /** Too fast, in the two codes that there are. */
    private static final int TOO_FAST = 130_101;

    private static final int SERVER_BUSY = -1;
    private static final int REFUSED_BY_SETTINGS = 310_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final String token;
    private final String secret;

    /**
     * A robot.
     *
     * @param url without the token
     * @param token of its address, a secret
     * @param secret {@code SEC…}
     */
    public DingtalkGroup(URI url, String token, String secret) {
        this.url = url;
        this.token = token;
        this.secret = secret;
    }

    @Override
    public HttpRequest.Builder request(Message message, Instant now) {
        ObjectNode body = JSON.createObjectNode().put("msgtype", "text");
        body.putObject("text").put("content", message.words().text());
        ObjectNode at = body.putObject("at").put("isAtAll", false);
        String phone = message.to().phone();
        if (phone != null && PhoneNumber.isOne(phone)) {
            at.putArray("atMobiles").add(PhoneNumber.domestic(phone));
        }
        return HttpRequest.newBuilder(URI.create(url + "?access_token=" + encode(token) + "&timestamp="
                        + now.toEpochMilli() + "&sign=" + encode(sign(now))))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    String sign(Instant now) {
        String text = now.toEpochMilli() + "\n" + secret;
        return Base64.getEncoder().encodeToString(Hashes.hmacSha256(secret.getBytes(StandardCharsets.UTF_8), text));
    }

    @Override
    public Answer answer(Reply reply) {
        JsonNode code = reply.json().path("errcode");
        if (!code.isInt()) {
            return reply.isSuccess()
                    ? new Later("DingTalk answers nothing that is understood", Duration.ZERO)
                    : reply.failure("DingTalk");
        }
        String why = "DingTalk answers " + code.asInt();
        return switch (code.asInt()) {
            case OK -> new Accepted(null);
            case TOO_FAST, 410_100 -> new TooMany(why, Duration.ofMinutes(1));
            case SERVER_BUSY -> new Later(why, Duration.ZERO);
            // Signature, key word or address: somebody mends the robot.
            case REFUSED_BY_SETTINGS -> new Later(why, Duration.ofSeconds(30));
            case 430_101, 430_102, 430_103, 430_104, 460_101 -> new Refused(why);
            default -> new Later(why, Duration.ZERO);
        };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DingTalk group";
    }
}
