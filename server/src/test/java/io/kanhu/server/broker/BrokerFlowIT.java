package io.kanhu.server.broker;

import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.ingest.TestBroker;
import io.kanhu.server.EventStream;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the press to the closed case, with the bands at a Mosquitto and Kanhu subscribed there. */
class BrokerFlowIT {
    @TempDir
    private Path data;

    private TestBroker broker;
    private Town town;

    @BeforeEach
    void start() {
        broker = TestBroker.start();
        town = Town.start(data, Map.of("kanhu.broker.url", broker.url()));
        awaitReady();
    }

    @AfterEach
    void stop() {
        town.close();
        broker.close();
    }

    @Test
    void aPressIsHeardAnsweredAndClosedAndTheBandIsToldThroughTheBroker() throws MqttException {
        Person worker = town.loggedIn(Town.WORKER);
        try (EventStream stream = worker.watch(null);
                BandClient band = connect(0)) {
            band.subscribe("kanhu/v1/" + town.band(0) + "/command");
            band.publish("kanhu/v1/" + town.band(0) + "/telemetry", report(System.currentTimeMillis()));
            band.publish("kanhu/v1/" + town.band(0) + "/sos", "{\"id\":\"a\",\"pressMs\":3100}");

            JsonObject alert =
                    stream.awaitAlert(heard -> heard.getBoolean("rings")).data();
            assertThat(alert.getString("wearer")).isEqualTo(town.wearerName(0));
            String path = "/api/alerts/" + alert.getLong("id");
            json(worker.post(path + "/acknowledge"));
            await().until(() -> !band.received().isEmpty());
            assertThat(band.received().getFirst())
                    .startsWith("kanhu/v1/" + town.band(0) + "/command ")
                    .contains("\"type\":\"notice\"");
            json(worker.post(path + "/arrive"));
            json(worker.post(path + "/resolve", "{\"outcome\":\"test\"}"));
            json(worker.post(path + "/close"));
            stream.awaitAlert(heard -> heard.getString("state").equals("closed"));
        }
        await().until(() -> count("vital_sign") == 1);
    }

    @Test
    void whatTheBrokerHasTakenSurvivesItsRestartAndIsStoredOnce() throws MqttException {
        long from = System.currentTimeMillis() - 1_000;
        publish(from, 50);
        broker.interrupt();
        broker.resume();
        publish(from + 50, 50);
        await().atMost(Duration.ofMinutes(1)).until(() -> count("vital_sign") == 100);
        awaitReady();
        // What is sent again changes nothing.
        publish(from, 100);
        try (BandClient band = connect(0)) {
            band.publish("kanhu/v1/" + town.band(0) + "/telemetry", report(from + 100));
        }
        await().until(() -> count("vital_sign") == 101);
    }

    @Test
    void aPressBetweenTheBrokersRestartAndKanhusReturnIsHeard() throws MqttException {
        broker.interrupt();
        broker.resume();
        try (BandClient band = connect(1)) {
            band.publish("kanhu/v1/" + town.band(1) + "/sos", "{\"id\":\"b\",\"pressMs\":3100}");
        }
        Person worker = town.loggedIn(Town.WORKER);
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        !json(worker.get("/api/alerts")).getJsonArray("alerts").isEmpty());
    }

    private void publish(long from, int reports) throws MqttException {
        try (BandClient band = connect(0)) {
            for (int i = 0; i < reports; i++) {
                band.publish("kanhu/v1/" + town.band(0) + "/telemetry", report(from + i));
            }
        }
    }

    private BandClient connect(int number) throws MqttException {
        return BandClient.connect(broker.port(), town.band(number), town.secret(number), new MqttConnectionOptions());
    }

    private void awaitReady() {
        await().atMost(Duration.ofMinutes(1)).until(() -> town.node().problems().isEmpty());
    }

    private long count(String table) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                        .mapTo(long.class)
                        .one());
    }

    private static String report(long millis) {
        return "{\"ts\":" + millis + ",\"hr\":72}";
    }
}
