package io.kanhu.alerting.channel.dingtalk;

import static io.kanhu.alerting.channel.fake.Messages.NOW;
import static io.kanhu.alerting.channel.fake.Messages.send;
import static io.kanhu.alerting.channel.fake.Messages.toWorker;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.fake.FakeServer;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.ladder.Means;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages to a DingTalk robot that looks closely. */
class DingtalkTest {
    private static final String SECRET = "SEC-of-the-robot";

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Robot robot = new Robot();
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));

    /** As published: sign = Base64 of HMAC-SHA256 over time, line break and secret; an hour's tolerance; 20 messages a minute. */
    private static final class Robot extends FakeServer {
        private static final Pattern QUERY = Pattern.compile("access_token=(\\w+)&timestamp=(\\d+)&sign=([^&]+)");
        private final AtomicInteger taken = new AtomicInteger();

        @Override
        protected Response answer(Request request) {
            Matcher query = QUERY.matcher(request.uri().getRawQuery());
            if (!query.matches() || !query.group(1).equals("token")) {
                return code(300_005);
            }
            long at = Long.parseLong(query.group(2));
            String sign = URLDecoder.decode(query.group(3), StandardCharsets.UTF_8);
            if (Math.abs(at - NOW.toEpochMilli()) > 3_600_000 || !sign.equals(right(at))) {
                return code(310_000);
            }
            return taken.incrementAndGet() > 20 ? code(130_101) : code(0);
        }

        private static String right(long at) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return Base64.getEncoder()
                        .encodeToString(mac.doFinal((at + "\n" + SECRET).getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Response code(int code) {
            return Response.json(200, "{\"errcode\":" + code + ",\"errmsg\":\"…\"}");
        }
    }

    @AfterEach
    void close() {
        exchange.close();
        robot.close();
    }

    @Test
    void aGroupTakesTwentyAMinuteAndNamesWhoeverIsCalledByTheirNumber() {
        Channel group = group(SECRET);
        for (int i = 0; i < 20; i++) {
            assertThat(send(group, toWorker(Means.DINGTALK_GROUP))).isEqualTo(new Accepted(null));
        }
        assertThat(robot.requests().getFirst().text()).contains("\"atMobiles\":[\"13900000001\"]", "Li Ming");
        assertThat(send(group, toWorker(Means.DINGTALK_GROUP)))
                .isEqualTo(new TooMany("DingTalk answers 130101", Duration.ofMinutes(1)));
    }

    @Test
    void aWrongSecretIsTriedAgainSlowlyAndShownToNobody() {
        Channel wrong = group("not-the-secret");
        assertThat(send(wrong, toWorker(Means.DINGTALK_GROUP)))
                .isEqualTo(new Later("DingTalk answers 310000", Duration.ofSeconds(30)));
        robot.close();
        assertThat(send(wrong, toWorker(Means.DINGTALK_GROUP)).toString()).doesNotContain("not-the-secret", "token=");
        assertThat(wrong).asString().doesNotContain("not-the-secret");
    }

    private Channel group(String secret) {
        return new HttpChannel(new DingtalkGroup(robot.url("/robot/send"), "token", secret), exchange, clock);
    }
}
