package io.kanhu.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.command.ReportCounts.Found;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug is pulled in the middle of it all. Embedded database everywhere: it is its directory that is at stake. */
class KillIT {
    private static final int BANDS = 200;

    @TempDir
    private Path data;

    @Test
    void whatHadItsPubackIsThereOnceAfterTheServerWasKilledWhileTwoHundredBandsPublished() throws Exception {
        ServerProcess server = ServerProcess.demo(data, BANDS);
        List<JsonObject> bands = bands();
        try (Fleet fleet =
                new Fleet(System.currentTimeMillis() - Duration.ofHours(2).toMillis())) {
            fleet.start(mqttPort(), bands);
            await().atMost(Duration.ofSeconds(60)).until(() -> fleet.acknowledgedCount() > 10_000);
            int pressed = press(bands.getFirst(), "in-the-middle");
            assertThat(pressed).isZero();
            server.kill();
            fleet.stop();

            try (ServerProcess again = ServerProcess.demo(data, BANDS)) {
                Found found = ReportCounts.in(ServerProcess.keys(data));
                assertThat(fleet.acknowledged()).isNotEmpty().allMatch(found.reports()::contains);
                assertThat(fleet.sent()).containsAll(found.reports());
                // Rows and distinct keys are counted apart: nothing is there twice.
                assertThat(found.rows()).isEqualTo(found.reports().size());
                assertThat(found.presses()).containsExactly("in-the-middle");
                assertThat(found.openAlerts()).isEqualTo(1);
                // The band did not hear of its PUBACK and sends the press again.
                press(bands().getFirst(), "in-the-middle");
                assertThat(ReportCounts.in(ServerProcess.keys(data)).openAlerts())
                        .isEqualTo(1);
                assertThat(again.output()).contains("stopping the PostgreSQL that an earlier run left behind");
            }
        }
    }

    private int press(JsonObject band, String id) throws Exception {
        try (BandClient client = BandClient.connect(
                mqttPort(), band.getString("id"), band.getString("secret"), new MqttConnectionOptions())) {
            return client.publish(
                    "kanhu/v1/" + band.getString("id") + "/sos",
                    "{\"id\":\"" + id + "\",\"ts\":1795500000000,\"pressMs\":4000}");
        }
    }

    private int mqttPort() throws Exception {
        return ServerProcess.keys(data).getJsonObject("mqtt").getInteger("port");
    }

    private List<JsonObject> bands() throws Exception {
        return ServerProcess.keys(data).getJsonArray("bands").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
