package io.kanhu.dashboards;

import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.registry.csv.CsvImport;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** Something of everything that a town's bands and people do, good and bad, so that every figure has something to show. */
final class EventfulDay {
    private static final String NOBODYS_BAND = "nobodys-band";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Town town;

    private EventfulDay(Town town) {
        this.town = town;
    }

    /** Afterwards two calls wait for an answer, one of them told to nobody, and one is being looked after. */
    static void pass(Town town) throws IOException, MqttException {
        EventfulDay day = new EventfulDay(town);
        day.reports();
        day.refusals();
        day.connectionsTurnedAway();
        day.aCallToItsEnd();
        day.aCallThatSomebodyGoesTo();
        day.aCallThatNobodyAnswers();
        day.aCallThatIsToldToNobody();
    }

    private void reports() throws MqttException {
        try (BandClient band = town.connect(0)) {
            long now = System.currentTimeMillis();
            for (int i = 0; i < 20; i++) {
                band.publish(telemetry(0), "{\"ts\":%d,\"hr\":72,\"batt\":60}".formatted(now - i * 1_000L));
            }
        }
    }

    private void refusals() throws MqttException {
        try (BandClient band = town.connect(0)) {
            band.publish(telemetry(0), "not JSON");
            band.publish(telemetry(0), "{\"ts\":1,\"hr\":72}");
            band.publish(telemetry(0), "{\"ts\":%d,\"hr\":999}".formatted(System.currentTimeMillis()));
        }
    }

    private void connectionsTurnedAway() throws MqttException {
        MqttConnectionOptions will = new MqttConnectionOptions();
        will.setWill(telemetry(1), new MqttMessage("{}".getBytes(StandardCharsets.UTF_8), 1, false, null));
        int port = town.node().mqttPort();
        assertThatThrownBy(() -> BandClient.connect(port, town.band(0), "wrong", new MqttConnectionOptions()))
                .isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> BandClient.connect(port, town.band(0), town.secret(0), will))
                .isInstanceOf(MqttException.class);
        MqttAsyncClient nameless = new MqttAsyncClient("tcp://127.0.0.1:" + port, "x", new MemoryPersistence());
        assertThatThrownBy(() -> nameless.connect().waitForCompletion(10_000)).isInstanceOf(MqttException.class);
        nameless.close(true);
    }

    private void aCallToItsEnd() throws MqttException {
        town.press(1, "to-its-end");
        Person worker = town.loggedIn(Town.WORKER);
        String path = shownTo(worker, town.band(1));
        json(worker.post(path + "/acknowledge"));
        json(worker.post(path + "/arrive", "{}"));
        json(worker.post(path + "/resolve", "{\"outcome\":\"helped\"}"));
        json(worker.post(path + "/close"));
    }

    private void aCallThatSomebodyGoesTo() throws MqttException {
        town.press(2, "somebody-goes");
        Person worker = town.loggedIn(Town.WORKER);
        json(worker.post(shownTo(worker, town.band(2)) + "/acknowledge"));
    }

    private void aCallThatNobodyAnswers() throws MqttException {
        town.press(3, "nobody-answers");
    }

    /** A band that nobody wears yet: no wearer, no grid, nobody on duty. */
    private void aCallThatIsToldToNobody() throws IOException, MqttException {
        Path file = Files.writeString(
                town.data().resolve("more-bands.csv"), "band,secret,wearer\n%s,%s,\n".formatted(NOBODYS_BAND, SECRET));
        new CsvImport(town.jdbi(), Clock.systemUTC()).importBands(file);
        try (BandClient band = connectWhenKnown()) {
            band.publish("kanhu/v1/" + NOBODYS_BAND + "/sos", "{\"id\":\"told-to-nobody\",\"pressMs\":3200}");
        }
    }

    private BandClient connectWhenKnown() {
        return await().ignoreException(MqttException.class)
                .until(
                        () -> BandClient.connect(
                                town.node().mqttPort(), NOBODYS_BAND, SECRET, new MqttConnectionOptions()),
                        client -> true);
    }

    /** The path of a band's open alert, once the worker's page has said that it shows it. */
    private static String shownTo(Person worker, String band) {
        List<JsonObject> open = Dashboard.objects(
                        json(worker.get("/api/alerts?state=open")).getJsonArray("alerts"))
                .filter(alert -> alert.getString("band").equals(band))
                .toList();
        assertThat(open).hasSize(1);
        String path = "/api/alerts/" + open.getFirst().getLong("id");
        assertThat(worker.post(path + "/receipt").statusCode()).isEqualTo(204);
        return path;
    }

    private String telemetry(int band) {
        return "kanhu/v1/" + town.band(band) + "/telemetry";
    }
}
