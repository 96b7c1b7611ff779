package io.kanhu.server;

import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.database.DatabaseUnavailable;
import io.kanhu.database.EmbeddedServer;
import io.kanhu.ingest.BandClient;
import io.kanhu.ingest.SourceUnavailable;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.server.config.SettingsReader;
import io.kanhu.server.http.PortUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIT {
    @TempDir
    private Path data;

    @Test
    void aPortInUseIsNamedTogetherWithTheSettingThatChoosesAnother() throws IOException {
        try (Town town = Town.start(data);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Map<String, String> database = databaseOf(town);
            assertThatThrownBy(() -> start("one", database, "kanhu.http.port", port))
                    .isInstanceOf(PortUnavailable.class)
                    .hasMessageContainingAll(port, "--http-port");
            assertThatThrownBy(() -> start("two", database, "kanhu.metrics.port", port))
                    .isInstanceOf(PortUnavailable.class)
                    .hasMessageContainingAll(port, "--metrics-port");
            assertThatThrownBy(() -> start("three", database, "kanhu.mqtt.port", port))
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContainingAll(port, "--mqtt-port");
            // What had been started is stopped again: the directory can be had.
            start("three", database, "kanhu.mqtt.port", "0").close();
        }
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefused() {
        try (Town town = Town.start(data)) {
            assertThatThrownBy(() -> start("", databaseOf(town), "kanhu.http.port", "0"))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContainingAll(data.toString(), "--data");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() throws IOException {
        int nobodyListens;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobodyListens = socket.getLocalPort();
        }
        Map<String, String> database = Map.of(
                "kanhu.database.url",
                "jdbc:postgresql://127.0.0.1:" + nobodyListens + "/kanhu",
                "kanhu.database.password",
                "very-secret");
        assertThatThrownBy(() -> start("", database, "kanhu.http.port", "0"))
                .isInstanceOf(DatabaseUnavailable.class)
                .hasMessageContaining(Integer.toString(nobodyListens))
                .hasMessageNotContaining("very-secret");
    }

    @Test
    void bandsImportedBesideARunningServerConnectWithinTwoSeconds() throws IOException, MqttException {
        try (Town town = Town.start(data)) {
            Path file = Files.writeString(
                    data.resolve("new-bands.csv"), "band,secret,wearer\nnew-1,0123456789abcdef0123456789abcdef,\n");
            new CsvImport(town.jdbi(), Clock.systemUTC()).importBands(file);
            await().atMost(Duration.ofSeconds(2))
                    .ignoreException(MqttException.class)
                    .until(() -> {
                        BandClient.connect(
                                        town.node().mqttPort(),
                                        "new-1",
                                        "0123456789abcdef0123456789abcdef",
                                        new MqttConnectionOptions())
                                .close();
                        return true;
                    });
        }
    }

    @Test
    @Tag("long")
    void aDatabaseThatGoesAwayMakesTheNodeNotReadyAndItSaysWhy() throws Exception {
        Path server = data.resolve("elsewhere");
        Files.createDirectories(server);
        EmbeddedServer database = EmbeddedServer.start(server);
        Map<String, String> settings = Map.of(
                "kanhu.database.url", database.target().url(),
                "kanhu.database.user", database.target().user(),
                "kanhu.database.password", database.target().password());
        try (Node node = start("node", settings, "kanhu.http.port", "0")) {
            Person watcher = new Person("http://127.0.0.1:" + node.metricsPort());
            assertThat(json(watcher.get("/health/ready")).getString("status")).isEqualTo("up");
            ProcessHandle postmaster = EmbeddedServer.postmasterOf(server).orElseThrow();
            database.close();
            postmaster.onExit().join();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                var response = watcher.get("/health/ready");
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.body()).contains("database");
            });
            assertThat(watcher.get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            database.close();
        }
    }

    private Node start(String directory, Map<String, String> settings, String key, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kanhu.data", data.resolve(directory).toString());
        for (String port : List.of("kanhu.mqtt.port", "kanhu.http.port", "kanhu.metrics.port")) {
            all.putIfAbsent(port, "0");
        }
        all.put(key, value);
        return Node.start(SettingsReader.read(null, Map.of(), all));
    }

    private static Map<String, String> databaseOf(Town town) {
        return Map.of(
                "kanhu.database.url", town.node().database().target().url(),
                "kanhu.database.user", town.node().database().target().user(),
                "kanhu.database.password", town.node().database().target().password());
    }
}
