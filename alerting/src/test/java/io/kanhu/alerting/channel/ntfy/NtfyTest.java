package io.kanhu.alerting.channel.ntfy;

import static io.kanhu.alerting.channel.fake.Messages.NOW;
import static io.kanhu.alerting.channel.fake.Messages.send;
import static io.kanhu.alerting.channel.fake.Messages.toFamily;
import static io.kanhu.alerting.channel.fake.Messages.toWorker;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.fake.FakeServer;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.ladder.Means;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages to a server of ntfy that wants a token. */
class NtfyTest {
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Server server = new Server();
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));

    /** As published: JSON to the root, a topic of 64 letters at most, priorities 1 to 5, a bearer's token. */
    private static final class Server extends FakeServer {
        @Override
        protected Response answer(Request request) {
            if (!request.header("Authorization").equals("Bearer tk_secret")) {
                return Response.json(403, "{\"code\":40301,\"http\":403,\"error\":\"forbidden\"}");
            }
            Response wished = wished();
            if (wished != null) {
                return wished;
            }
            try {
                JsonNode body = new ObjectMapper().readTree(request.text());
                boolean right = request.uri().getPath().equals("/")
                        && body.path("topic").asText().matches("[-_A-Za-z0-9]{1,64}")
                        && body.path("priority").asInt() >= 1
                        && body.path("priority").asInt() <= 5
                        && body.path("tags").isArray();
                return right ? Response.json(200, "{\"id\":\"n1\",\"event\":\"message\"}") : Response.of(400);
            } catch (JsonProcessingException e) {
                return Response.of(400);
            }
        }
    }

    @AfterEach
    void close() {
        exchange.close();
        server.close();
    }

    @Test
    void aTopicIsToldThatSomebodyCallsAndNotWho() {
        assertThat(send(ntfy("tk_secret"), toWorker(Means.NTFY))).isEqualTo(new Accepted("n1"));
        assertThat(server.requests().getFirst().text())
                .contains("wang-topic", "\"priority\":5", "https://kanhu.example.org/?alert=7")
                .doesNotContain("Li Ming", "Lane 3");
    }

    @Test
    void answersSayWhetherToTryAgainToWaitOrToGiveUp() {
        server.willAnswer(FakeServer.Response.of(429), FakeServer.Response.of(507), FakeServer.Response.of(413));
        assertThat(send(ntfy("tk_secret"), toWorker(Means.NTFY))).isInstanceOf(TooMany.class);
        assertThat(send(ntfy("tk_secret"), toWorker(Means.NTFY))).isInstanceOf(Later.class);
        assertThat(send(ntfy("tk_secret"), toWorker(Means.NTFY))).isInstanceOf(Refused.class);
        assertThat(send(ntfy("wrong"), toWorker(Means.NTFY))).isEqualTo(new Later("ntfy answers 403", Duration.ZERO));
        assertThat(send(ntfy("tk_secret"), toFamily(Means.NTFY, "139"))).isInstanceOf(Refused.class);
    }

    private Channel ntfy(String token) {
        return new HttpChannel(
                new Ntfy(server.url(""), Optional.of(token), Optional.of(URI.create("https://kanhu.example.org"))),
                exchange,
                clock);
    }
}
