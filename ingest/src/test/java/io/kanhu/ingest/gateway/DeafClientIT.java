package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.ingest.DeafClient;
import io.kanhu.ingest.Neighbourhood;
import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a band never reads fills the buffers on both sides; the kernel gives the connection up, and the gateway with it. */
@Tag("long")
class DeafClientIT {
    /** Fewer than a band may have on the way, and more than its buffer takes of answers. */
    private static final int WITHIN_ITS_RIGHTS = 800;

    private static final int FAR_TOO_MANY = 20_000;

    @Test
    void aBandThatNeverReadsIsGivenUp() throws Exception {
        isGivenUpAfter(WITHIN_ITS_RIGHTS);
    }

    @Test
    void aBandThatWasSentAwayAndDoesNotReadThatEitherIsGivenUp() throws Exception {
        isGivenUpAfter(FAR_TOO_MANY);
    }

    private static void isGivenUpAfter(int messages) throws Exception {
        try (OpenGateway open = OpenGateway.withPatience(Duration.ofSeconds(2), "deaf", "calm");
                DeafClient deaf = DeafClient.connect(open.port(), "deaf", Neighbourhood.secretOf("deaf"));
                BandClient calm = BandClient.connect(open.port(), "calm")) {
            deaf.send(messages);
            assertThat(report(calm)).isZero();
            await().atMost(Duration.ofSeconds(30)).until(deaf::hasEnded);
            assertThat(report(calm)).isZero();
        }
    }

    private static int report(BandClient band) throws MqttException {
        return band.publish("kanhu/v1/calm/telemetry", "{\"ts\":%d,\"hr\":72}".formatted(System.currentTimeMillis()));
    }
}
