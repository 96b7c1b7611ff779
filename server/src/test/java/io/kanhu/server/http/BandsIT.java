package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bands over HTTP: handed out and taken back, asked to measure, looked after. */
class BandsIT {
    private static final int NOT_AUTHORIZED = 0x87;

    @TempDir
    static Path data;

    private static Town town;
    private static Person operator;
    private static Person care;
    private static Person supervisor;
    private static Person worker;

    @BeforeAll
    static void start() {
        town = Town.start(data);
        operator = town.loggedIn("operator");
        care = town.loggedIn("care");
        supervisor = town.loggedIn("supervisor");
        worker = town.loggedIn(Town.WORKER);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void aBandIsHandedOutSwappedAndTakenBackAndTheGatewayKnowsWithinSeconds() throws Exception {
        String first = register("office-2");
        String second = register("office-3");
        long wearer = wearerOf("更换人");
        assertThat(first).hasSizeGreaterThanOrEqualTo(22);
        json(operator.post("/api/bands/office-2/hand-out", "{\"wearerId\":" + wearer + "}"));
        await().until(() -> connects("office-2", first));
        assertThat(problem(operator.post("/api/bands/office-2/hand-out", "{\"wearerId\":" + wearer + "}"), 409))
                .contains("take it back first");
        assertThat(problem(operator.post("/api/bands/office-3/hand-out", "{\"wearerId\":" + wearer + "}"), 409))
                .contains("swap the two, or lend");

        JsonObject swapped = json(
                care.post("/api/bands/office-3/hand-out", "{\"wearerId\":" + wearer + ",\"inPlaceOf\":\"office-2\"}"));
        String moment = swapped.getJsonObject("wearer").getString("from");
        JsonObject old = json(operator.get("/api/bands/office-2"));
        assertThat(old.getValue("wearer")).isNull();
        assertThat(old.getJsonArray("history").getJsonObject(0).getString("until"))
                .isEqualTo(moment);

        await().until(() -> connects("office-3", second));
        try (BandClient connected =
                BandClient.connect(town.node().mqttPort(), "office-3", second, new MqttConnectionOptions())) {
            json(operator.post("/api/bands/office-3/take-back", "{\"condition\":\"lost\"}"));
            assertThat(connected.disconnectedWith()).isEqualTo(NOT_AUTHORIZED);
        }
        assertThat(connects("office-3", second)).isFalse();
        assertThat(problem(operator.post("/api/bands/office-3/take-back", "{}"), 409))
                .contains("in stock already");
        JsonObject unusable = json(operator.get("/api/bands?where=unusable"));
        assertThat(unusable.getJsonArray("bands").stream().map(one -> ((JsonObject) one).getString("id")))
                .contains("office-3");

        JsonObject renewed = json(operator.post("/api/bands/office-2/secret"));
        assertThat(renewed.getString("secret")).isNotEqualTo(first);
        assertThat(renewed.getString("label")).startsWith("<svg").doesNotContain(renewed.getString("secret"));
        await().until(() -> connects("office-2", renewed.getString("secret")));
        assertThat(connects("office-2", first)).isFalse();
        assertThat(json(operator.get("/api/bands/office-2")).encode()).doesNotContain(renewed.getString("secret"));

        assertThat(problem(operator.post("/api/bands", "{\"id\":\"office-2\"}"), 409))
                .contains("another id");
        problem(operator.post("/api/bands", "{\"id\":\"no blanks\"}"), 400);
        problem(operator.get("/api/bands/none"), 404);
        problem(care.post("/api/bands/office-2/secret"), 403);
        problem(supervisor.get("/api/bands"), 403);
        assertThat(looks(wearer)).contains("bands");
    }

    @Test
    void aBandIsAskedToMeasureAndItsNextReadingIsTheAnswer() throws MqttException {
        String band = town.band(4);
        try (BandClient client = town.connect(4)) {
            client.subscribe("kanhu/v1/" + band + "/command");
            JsonObject order = json(
                    supervisor.post("/api/devices/" + band + "/commands", "{\"type\":\"measure\",\"what\":[\"hr\"]}"));
            assertThat(order.getString("state")).isIn("queued", "sent");
            await().until(() -> client.received().stream().anyMatch(sent -> sent.contains(order.getString("id"))));
            await().until(() -> state(band).equals("sent"));
            client.publish(
                    "kanhu/v1/" + band + "/telemetry", "{\"ts\":" + System.currentTimeMillis() + ",\"spo2\":97}");
            assertThat(state(band)).isEqualTo("sent");
            client.publish("kanhu/v1/" + band + "/telemetry", "{\"ts\":" + System.currentTimeMillis() + ",\"hr\":71}");
            await().until(() -> state(band).equals("answered"));
            assertThat(reading(supervisor, band)).isEqualTo(new JsonObject().put("heartRate", 71));

            json(supervisor.post("/api/devices/" + band + "/commands", "{\"type\":\"locate\"}"));
            client.publish(
                    "kanhu/v1/" + band + "/telemetry",
                    "{\"ts\":" + System.currentTimeMillis() + ",\"loc\":{\"lat\":35.03,\"lon\":110.99,\"acc\":10}}");
            await().until(() -> state(band).equals("answered"));
            assertThat(reading(supervisor, band))
                    .isEqualTo(new JsonObject()
                            .put("latitude", 35.03)
                            .put("longitude", 110.99)
                            .put("accuracy", 10));
            assertThat(reading(care, band)).as("for whoever asked only").isNull();

            JsonObject config = json(operator.post(
                    "/api/devices/" + band + "/commands", "{\"type\":\"config\",\"vitalsEverySeconds\":60}"));
            await().until(() -> state(band).equals("sent"));
            client.publish(
                    "kanhu/v1/" + band + "/status",
                    "{\"ts\":" + System.currentTimeMillis() + ",\"batt\":80,\"done\":\"" + config.getString("id")
                            + "\"}");
            await().until(() -> state(band).equals("answered"));
        }
        json(operator.post("/api/devices/" + town.band(7) + "/commands", "{\"type\":\"measure\"}"));
        assertThat(state(town.band(7))).as("of a band that does not listen").isEqualTo("queued");
        assertThat(looks(town.wearer(4))).contains("command_measure", "command_locate", "command_config", "device");
        assertThat(problem(operator.post("/api/devices/" + band + "/commands", "{\"type\":\"locate\"}"), 403))
                .contains("care staff");
        problem(operator.post("/api/devices/" + band + "/commands", "{\"type\":\"config\"}"), 400);
        problem(operator.post("/api/devices/none/commands", "{\"type\":\"measure\"}"), 404);
        problem(worker.get("/api/devices"), 403);
    }

    @Test
    void theWorkListSaysWhichBandsNeedSomebodyAndSinceWhen() throws MqttException {
        register("office-4");
        long wearer = wearerOf("从未激活");
        json(operator.post("/api/bands/office-4/hand-out", "{\"wearerId\":" + wearer + "}"));
        JsonObject never = json(operator.get("/api/devices?trouble=never_activated"));
        JsonObject mine = find(never.getJsonArray("devices"), "band", "office-4");
        assertThat(mine.getJsonObject("wearer").getString("name")).isEqualTo("从未激活");
        assertThat(Instant.parse(mine.getString("since"))).isBeforeOrEqualTo(Instant.now());
        assertThat(never.getJsonObject("counts").getInteger("never_activated")).isPositive();

        long now = System.currentTimeMillis();
        publish(5, "{\"ts\":" + now + ",\"hr\":70}", "{\"ts\":" + now + ",\"batt\":12,\"worn\":true,\"fw\":\"2.1\"}");
        publish(6, "{\"ts\":" + now + ",\"hr\":70}", "{\"ts\":" + now + ",\"batt\":90,\"worn\":false,\"fw\":\"2.2\"}");
        await().until(() -> lists("battery_low", town.band(5)) && lists("not_worn", town.band(6)));
        town.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE wearer_state SET heard_at = heard_at - interval '3 days' WHERE wearer_id = ANY(:ids)")
                        .bindArray("ids", Long.class, town.wearer(5), town.wearer(6))
                        .execute());
        assertThat(lists("silent", town.band(5))).isTrue();
        JsonObject low =
                find(json(operator.get("/api/devices?trouble=silent")).getJsonArray("devices"), "band", town.band(5));
        assertThat(low.getString("firmware")).isEqualTo("2.1");
        assertThat(low.getInteger("battery")).isEqualTo(12);

        json(operator.put("/api/wearers/" + town.wearer(5) + "/suspension", "{\"reason\":\"hospital\"}"));
        assertThat(lists("silent", town.band(5))).isFalse();
    }

    private static String register(String band) {
        return json(operator.post("/api/bands", "{\"id\":\"" + band + "\",\"model\":\"W1\"}"))
                .getString("secret");
    }

    private static long wearerOf(String name) {
        return json(operator.post("/api/enrolments", "{\"name\":\"" + name + "\"}"))
                .getLong("id");
    }

    private static JsonObject find(JsonArray in, String name, String value) {
        return in.stream()
                .map(JsonObject.class::cast)
                .filter(one -> Objects.equals(one.getString(name), value))
                .findFirst()
                .orElseThrow();
    }

    private static boolean lists(String trouble, String band) {
        return json(operator.get("/api/devices?trouble=" + trouble)).getJsonArray("devices").stream()
                .anyMatch(one -> ((JsonObject) one).getString("band").equals(band));
    }

    private static String state(String band) {
        return latestCommand(supervisor, band).getString("state");
    }

    private static @Nullable JsonObject reading(Person asks, String band) {
        return latestCommand(asks, band).getJsonObject("reading");
    }

    private static JsonObject latestCommand(Person asks, String band) {
        return json(asks.get("/api/devices/" + band)).getJsonArray("commands").getJsonObject(0);
    }

    private static void publish(int number, String telemetry, String status) throws MqttException {
        try (BandClient band = town.connect(number)) {
            band.publish("kanhu/v1/" + town.band(number) + "/telemetry", telemetry);
            band.publish("kanhu/v1/" + town.band(number) + "/status", status);
        }
    }

    private static boolean connects(String band, String secret) {
        return catchThrowable(
                        () -> BandClient.connect(town.node().mqttPort(), band, secret, new MqttConnectionOptions())
                                .close())
                == null;
    }

    private static List<String> looks(long wearer) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT what FROM audit_read WHERE wearer_id = :id")
                        .bind("id", wearer)
                        .mapTo(String.class)
                        .list());
    }
}
