package io.kanhu.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.database.SmallDisk;
import io.kanhu.ingest.BandClient;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.server.config.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.Test;

/** The disk of {@code var/} runs full while bands publish. */
class FullDiskIT {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final int REPORTS = 200;

    @Test
    void nothingIsAcknowledgedThatIsNotStoredAndAllOfItIsOnceThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.ofMebibytes(500);
                Node node = nodeOn(disk.directory())) {
            Path filler = disk.fill();
            Person watcher = new Person("http://127.0.0.1:" + node.metricsPort());
            try (BandClient band =
                    BandClient.connect(node.mqttPort(), "small-1", SECRET, new MqttConnectionOptions())) {
                long from = System.currentTimeMillis() - REPORTS;
                List<IMqttToken> sent = new ArrayList<>();
                for (int i = 0; i < REPORTS; i++) {
                    sent.add(band.send("kanhu/v1/small-1/telemetry", report(from + i)));
                }
                await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                    var ready = watcher.get("/health/ready");
                    assertThat(ready.statusCode()).isEqualTo(503);
                    assertThat(ready.body()).contains("cannot be stored");
                });
                Files.delete(filler);
                await().atMost(Duration.ofMinutes(2)).until(() -> sent.stream().allMatch(IMqttToken::isComplete));
                assertThat(sent)
                        .allSatisfy(token -> assertThat(token.getException()).isNull());
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> watcher.get("/health/ready").statusCode() == 200);
            assertThat(rows(node)).isEqualTo(REPORTS);
        }
    }

    private static byte[] report(long millis) {
        // Steps make the row, and what the log of the database takes for it, larger than nothing.
        return "{\"ts\":%d,\"hr\":70,\"steps\":4000}".formatted(millis).getBytes(StandardCharsets.UTF_8);
    }

    private static Node nodeOn(Path directory) throws Exception {
        Node node = Node.start(SettingsReader.read(
                null,
                Map.of(),
                Map.of(
                        "kanhu.data", directory.toString(),
                        "kanhu.mqtt.port", "0",
                        "kanhu.http.port", "0",
                        "kanhu.metrics.port", "0")));
        Path bands = Files.writeString(
                directory.resolve("bands.csv"), "band,secret,wearer\nsmall-1," + SECRET + ",somebody\n");
        new CsvImport(node.database().jdbi(), Clock.systemUTC()).importBands(bands);
        await().ignoreExceptions().until(() -> {
            BandClient.connect(node.mqttPort(), "small-1", SECRET, new MqttConnectionOptions())
                    .close();
            return true;
        });
        return node;
    }

    private static long rows(Node node) {
        return node.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM vital_sign")
                        .mapTo(long.class)
                        .one());
    }
}
