package io.kanhu.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.database.StoppablePostgres;
import io.kanhu.database.Target;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed while the database is away and people have been told from memory; the band never sends its press again. */
@Tag("long")
class HeldCallKilledIT {
    @TempDir
    private Path directory;

    @Test
    void theNextServerStoresTheCallOnceWithWhoWasTold() throws Exception {
        Path data = directory.resolve("data");
        Path journal = data.resolve("held-calls.journal");
        try (StoppablePostgres database = StoppablePostgres.startIn(directory.resolve("elsewhere"))) {
            Map<String, String> environment = environment(database.target());
            // A server learns of the town when it starts.
            ServerProcess.demo(data, 10, environment).close();
            try (ServerProcess server = ServerProcess.demo(data, 10, environment)) {
                JsonObject keys = ServerProcess.keys(data);
                Person operator = new Person(keys.getString("metrics").replace("/metrics", ""));
                await().until(() -> operator.get("/metrics")
                        .body()
                        .lines()
                        .anyMatch(line -> line.startsWith("kanhu_roster_bytes ") && !line.endsWith(" 0.0")));
                JsonObject member = keys.getJsonArray("bands").getJsonObject(0);
                String id = member.getString("id");
                try (BandClient band = BandClient.connect(
                        keys.getJsonObject("mqtt").getInteger("port"),
                        id,
                        member.getString("secret"),
                        new MqttConnectionOptions())) {
                    database.stop();
                    var unused = band.send(
                            "kanhu/v1/" + id + "/sos",
                            "{\"id\":\"killed\",\"pressMs\":3200}".getBytes(StandardCharsets.UTF_8));
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> Files.readString(journal).contains("\"t\":\"step\""));
                    server.kill();
                    band.vanish();
                }
            }
            Files.writeString(journal, "torn", StandardOpenOption.APPEND);
            database.start();
            try (ServerProcess again = ServerProcess.demo(data, 10, environment)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(journal) == 0);
                Jdbi jdbi = Jdbi.create(
                        database.target().url(),
                        database.target().user(),
                        database.target().password());
                assertThat(
                                texts(
                                        jdbi,
                                        "SELECT band || ' ' || press_count || ' ' || without_database FROM alert WHERE band LIKE 'demo-%'"))
                        .hasSize(1)
                        .allMatch(line -> line.endsWith(" 1 true"));
                assertThat(
                                texts(
                                        jdbi,
                                        "SELECT e.kind FROM alert_event e JOIN alert a ON a.id = e.alert_id WHERE a.band LIKE 'demo-%' ORDER BY e.id"))
                        .startsWith("raised", "told_without_database");
                assertThat(texts(jdbi, "SELECT press_id FROM sos_press WHERE band LIKE 'demo-%'"))
                        .containsExactly("killed");
                assertThat(again.output()).contains("an earlier run could not store", "cut off");
            }
        }
    }

    private static List<String> texts(Jdbi jdbi, String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private static Map<String, String> environment(Target target) {
        return Map.of(
                "KANHU_DATABASE_URL",
                target.url(),
                "KANHU_DATABASE_USER",
                target.user(),
                "KANHU_DATABASE_PASSWORD",
                target.password());
    }
}
