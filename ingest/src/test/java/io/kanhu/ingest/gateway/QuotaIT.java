package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class QuotaIT {
    private static final int PER_SECOND = 10;
    private static final int SENT = 90;

    @Test
    void whatIsOverTheQuotaWaitsAndNeitherAnSosNorAnybodyElseDoes() throws MqttException {
        try (OpenGateway open = OpenGateway.withQuota(PER_SECOND, "flooding", "calm");
                BandClient flooding = BandClient.connect(open.port(), "flooding");
                BandClient calm = BandClient.connect(open.port(), "calm")) {
            long now = System.currentTimeMillis();
            List<IMqttToken> sent = new ArrayList<>();
            for (int i = 0; i < SENT; i++) {
                byte[] report = "{\"ts\":%d,\"hr\":72}".formatted(now - i).getBytes(StandardCharsets.UTF_8);
                sent.add(flooding.send("kanhu/v1/flooding/telemetry", report));
            }
            assertThat(calm.publish("kanhu/v1/calm/telemetry", "{\"ts\":%d,\"hr\":70}".formatted(now)))
                    .isZero();
            assertThat(flooding.publish("kanhu/v1/flooding/sos", "{\"ts\":%d,\"id\":\"p1\"}".formatted(now)))
                    .isZero();
            assertThat(sent).as("what waits").anyMatch(token -> !token.isComplete());
            await().atMost(Duration.ofSeconds(30)).until(() -> sent.stream().allMatch(IMqttToken::isComplete));
            assertThat(sent).allMatch(token -> token.getException() == null);
            assertThat(open.town().count("SELECT count(*) FROM vital_sign WHERE band = 'flooding'"))
                    .isEqualTo(SENT);
        }
    }

    @Test
    void whoComesBackFindsWhatTheyHadLeft() {
        DefaultEventExecutor loop = new DefaultEventExecutor();
        try {
            Quota quota = new Quota(PER_SECOND, new SimpleMeterRegistry());
            Allowance spent = quota.of("b1");
            assertThat(spent.take(5 * PER_SECOND, System.nanoTime())).isZero();
            quota.leave("b1", spent, loop);
            assertThat(quota.of("b1")).isSameAs(spent);
            Allowance saved = quota.of("b2");
            quota.leave("b2", saved, loop);
            assertThat(quota.of("b2")).isNotSameAs(saved);
        } finally {
            loop.shutdownGracefully().syncUninterruptibly();
        }
    }
}
