package io.kanhu.server.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.Town;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Mosquitto configuration that we hand out, with its access list: only the paths and the port are others. */
@Tag("long")
class ShippedBrokerIT {
    @TempDir
    private Path data;

    @TempDir
    private Path keptByBroker;

    private ShippedBroker broker;
    private Town town;

    @BeforeEach
    void start() throws Exception {
        broker = ShippedBroker.start(
                keptByBroker,
                Map.of(
                        "kanhu", "secret-of-kanhu",
                        "demo-0001", "secret-of-demo-0001",
                        "demo-0002", "secret-of-demo-0002"));
        town = Town.start(
                data,
                Map.of(
                        "kanhu.broker.url", broker.url(),
                        "kanhu.broker.user", "kanhu",
                        "kanhu.broker.password", "secret-of-kanhu"));
        await().atMost(Duration.ofMinutes(1)).until(() -> town.node().problems().isEmpty());
    }

    @AfterEach
    void stop() {
        town.close();
        broker.close();
    }

    @Test
    void aBandReachesKanhuOnItsOwnTopicsAndNobodyElses() throws Exception {
        long ts = System.currentTimeMillis();
        publish("demo-0001", "kanhu/v1/demo-0002/sos", "{\"id\":\"spoof\"}");
        publish("demo-0001", "kanhu/v1/demo-0001/sos", "{\"id\":\"own\"}");
        publish("demo-0002", "kanhu/v1/demo-0002/telemetry", "{\"ts\":" + ts + ",\"hr\":70}");
        await().until(() -> count("SELECT count(*) FROM vital_sign WHERE band = 'demo-0002'") == 1);
        await().until(() -> count("SELECT count(*) FROM sos_press WHERE press_id = 'own'") == 1);
        assertThat(count("SELECT count(*) FROM sos_press")).isEqualTo(1);
    }

    @Test
    void aBandHearsItsOwnCommandsAndNobodyElses() throws Exception {
        try (BandClient own = connect("demo-0001");
                BandClient curious = connect("demo-0002")) {
            own.subscribe("kanhu/v1/demo-0001/command");
            curious.subscribe("kanhu/v1/+/command");
            publish("kanhu", "kanhu/v1/demo-0001/command", "{\"id\":\"first\"}");
            await().until(() -> own.received().contains("kanhu/v1/demo-0001/command {\"id\":\"first\"}"));
            publish("kanhu", "kanhu/v1/demo-0002/command", "{\"id\":\"second\"}");
            await().until(() -> !curious.received().isEmpty());
            assertThat(curious.received()).containsExactly("kanhu/v1/demo-0002/command {\"id\":\"second\"}");
        }
    }

    @Test
    void nobodyEntersWithoutAPassword() throws Exception {
        assertThat(run("mosquitto_pub", "-h", "127.0.0.1", "-p", Integer.toString(broker.port()), "-t", "x", "-m", "x"))
                .containsIgnoringCase("not authori");
    }

    private BandClient connect(String band) throws MqttException {
        return BandClient.connect(broker.port(), band, "secret-of-" + band, new MqttConnectionOptions());
    }

    private void publish(String band, String topic, String payload) throws Exception {
        run(
                "mosquitto_pub",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(broker.port()),
                "-u",
                band,
                "-P",
                "secret-of-" + band,
                "-q",
                "1",
                "-t",
                topic,
                "-m",
                payload);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroy();
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private long count(String sql) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(long.class).one());
    }
}
