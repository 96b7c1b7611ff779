package io.kanhu.server.broker;

import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.EventStream;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kanhu, the broker or both are away while bands publish. What had its PUBACK is stored, once. */
@Tag("long")
class BrokerKilledIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path data;

    @TempDir
    static Path keptByBroker;

    private static ShippedBroker broker;
    private static Town town;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> passwords = new HashMap<>(Map.of("kanhu", "a-password"));
        for (int number = 0; number < 3; number++) {
            passwords.put(bandOf(number), passwordOf(number));
        }
        broker = ShippedBroker.start(keptByBroker, passwords);
        town = Town.start(
                data,
                Map.of(
                        "kanhu.broker.url", broker.url(),
                        "kanhu.broker.user", "kanhu",
                        "kanhu.broker.password", "a-password"));
    }

    @AfterAll
    static void stop() {
        town.close();
        broker.close();
    }

    /** Kanhu is subscribed, and the broker would know it after a kill. */
    @BeforeEach
    void settle() throws IOException {
        await().atMost(PATIENCE).until(() -> town.node().problems().isEmpty());
        broker.awaitSaved();
    }

    @Test
    void whileKanhuIsAwayTheBrokerKeepsEverythingEvenIfItIsKilledMeanwhile() throws Exception {
        town.node().close();
        long from = System.currentTimeMillis() - 60_000;
        try (BandClient band = connect(0)) {
            for (int i = 0; i < 50; i++) {
                assertThat(band.publish(topic(0, "telemetry"), report(from + i)))
                        .isZero();
            }
            assertThat(band.publish(topic(0, "sos"), "{\"id\":\"while-away\",\"pressMs\":3200}"))
                    .isZero();
        }
        broker.awaitSaved();
        broker.kill();
        broker.restart();

        town.restart();
        await().atMost(PATIENCE).until(() -> count("vital_sign", 0) == 50 && count("sos_press", 0) == 1);
        assertThat(openAlerts(town.loggedIn(Town.WORKER), 0)).isEqualTo(1);
    }

    @Test
    void aPressAtTheBrokerThatHasJustComeBackWaitsForKanhuToComeBackToo() throws Exception {
        Person worker = town.loggedIn(Town.WORKER);
        try (EventStream stream = worker.watch(null)) {
            try (BandClient band = connect(1)) {
                broker.kill();
                assertThatThrownBy(() -> band.publish(topic(1, "sos"), "{\"id\":\"again\",\"pressMs\":3200}"))
                        .isInstanceOf(MqttException.class);
            }
            broker.restart();
            // 0x10 here would say that nobody is subscribed, and nobody would ever hear of it.
            try (BandClient band = connect(1)) {
                assertThat(band.publish(topic(1, "sos"), "{\"id\":\"again\",\"pressMs\":3200}"))
                        .isZero();
                stream.awaitAlert(alert -> alert.getString("band").equals(town.band(1)) && alert.getBoolean("rings"));
                // The band did not hear of its PUBACK either, and says it again.
                band.publish(topic(1, "sos"), "{\"id\":\"again\",\"pressMs\":3200}");
                band.publish(topic(1, "sos"), "{\"id\":\"another\",\"pressMs\":3200}");
            }
            await().atMost(PATIENCE).until(() -> count("sos_press", 1) == 2);
            assertThat(openAlerts(worker, 1)).isEqualTo(1);
        }
    }

    @Test
    void theNoticeThatHelpIsComingReachesTheBandThroughABrokerThatWasKilled() throws Exception {
        Person worker = town.loggedIn(Town.WORKER);
        long alert;
        try (EventStream stream = worker.watch(null)) {
            try (BandClient band = connect(2)) {
                band.publish(topic(2, "sos"), "{\"id\":\"c\",\"pressMs\":3200}");
            }
            alert = stream.awaitAlert(data -> data.getString("band").equals(town.band(2)))
                    .data()
                    .getLong("id");
        }
        broker.kill();
        json(worker.post("/api/alerts/" + alert + "/acknowledge"));
        broker.restart();
        try (BandClient band = connect(2)) {
            band.subscribe(topic(2, "command"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(band.received())
                            .anySatisfy(message -> assertThat(message)
                                    .startsWith(topic(2, "command") + " ")
                                    .contains("\"type\":\"notice\"")));
        }
    }

    private static long openAlerts(Person worker, int number) {
        return json(worker.get("/api/alerts?state=open")).getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .filter(alert -> alert.getString("band").equals(bandOf(number)))
                .count();
    }

    private static BandClient connect(int number) throws MqttException {
        return BandClient.connect(broker.port(), bandOf(number), passwordOf(number), new MqttConnectionOptions());
    }

    private static String bandOf(int number) {
        return "demo-000" + (number + 1);
    }

    private static String passwordOf(int number) {
        return "password-of-" + bandOf(number);
    }

    private static String topic(int number, String kind) {
        return "kanhu/v1/" + bandOf(number) + "/" + kind;
    }

    private static String report(long millis) {
        return "{\"ts\":" + millis + ",\"hr\":72}";
    }

    private static long count(String table, int number) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table + " WHERE band = :band")
                        .bind("band", bandOf(number))
                        .mapTo(long.class)
                        .one());
    }
}
