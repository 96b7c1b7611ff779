package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.database.upkeep.Hours;
import io.kanhu.database.upkeep.RollUp;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.EventStream;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the press to the closed case, as a band and a worker's program see it. */
class AlertFlowIT {
    @TempDir
    static Path data;

    private static Town town;

    @BeforeAll
    static void start() {
        town = Town.start(data);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void aPressIsHeardAnsweredAndClosedAndTheBandIsTold() throws MqttException {
        Person worker = town.loggedIn(Town.WORKER);
        try (EventStream stream = worker.watch(null);
                BandClient band = town.connect(0)) {
            assertThat(band.subscribe("kanhu/v1/" + town.band(0) + "/command")).isEqualTo(1);
            band.publish(
                    "kanhu/v1/" + town.band(0) + "/telemetry",
                    "{\"ts\":" + System.currentTimeMillis()
                            + ",\"hr\":91,\"bp\":{\"sys\":151,\"dia\":88},\"temp\":36.6,\"batt\":40}");
            band.publish(
                    "kanhu/v1/" + town.band(0) + "/sos",
                    "{\"id\":\"a\",\"pressMs\":3100,\"loc\":{\"lat\":35.0301,\"lon\":110.9902,\"acc\":12}}");

            JsonObject alert =
                    stream.awaitAlert(data -> data.getBoolean("rings")).data();
            String path = "/api/alerts/" + alert.getLong("id");
            assertThat(alert.getString("state")).isEqualTo("dispatched");
            assertThat(alert.getString("wearer")).isEqualTo(town.wearerName(0));
            assertThat(alert.getJsonObject("place").getDouble("latitude")).isEqualTo(35.0301);

            JsonObject wearer = json(worker.get(path)).getJsonObject("wearer");
            assertThat(wearer.getJsonObject("latest").getJsonObject("heartRate").getInteger("bpm"))
                    .isEqualTo(91);
            assertThat(wearer.getJsonObject("latest")
                            .getJsonObject("bloodPressure")
                            .getInteger("systolic"))
                    .isEqualTo(151);
            assertThat(wearer.getString("phone")).isNotEmpty();
            assertThat(wearer.getJsonArray("contacts")).isNotEmpty();

            assertThat(worker.post(path + "/receipt").statusCode()).isEqualTo(204);
            JsonObject acknowledged = json(worker.post(path + "/acknowledge"));
            assertThat(acknowledged.getBoolean("mine")).isTrue();
            assertThat(acknowledged.getBoolean("rings")).isFalse();
            await().until(() -> !band.received().isEmpty());
            assertThat(band.received().getFirst())
                    .startsWith("kanhu/v1/" + town.band(0) + "/command ")
                    .contains("\"type\":\"notice\"");

            json(worker.post(path + "/arrive", "{\"latitude\":35.03,\"longitude\":110.99,\"accuracy\":8}"));
            assertThat(json(worker.post(path + "/resolve", "{\"outcome\":\"helped\",\"note\":\"扶起，已通知家属\"}"))
                            .getString("outcome"))
                    .isEqualTo("helped");
            json(worker.post(path + "/close"));
            stream.awaitAlert(data -> data.getString("state").equals("closed"));

            JsonObject file = json(worker.get(path));
            assertThat(file.getJsonArray("events").stream()
                            .map(event -> ((JsonObject) event).getString("kind"))
                            .filter(kind -> !kind.equals("dispatched")))
                    .containsExactly("raised", "acknowledged", "arrived", "resolved", "closed");
            assertThat(file.getJsonArray("told").stream().map(told -> ((JsonObject) told).getString("state")))
                    .contains("received");
        }
    }

    @Test
    void whoComesSecondIsToldWhoGoes() throws MqttException {
        town.press(1, "b");
        Person first = town.loggedIn(Town.WORKER);
        Person second = town.loggedIn("worker2");
        long id = openAlertOf(first, 1);
        String goer = json(first.post("/api/alerts/" + id + "/acknowledge")).getString("acknowledgedBy");
        assertThat(problem(second.post("/api/alerts/" + id + "/acknowledge"), 409))
                .contains(goer);
        assertThat(problem(second.post("/api/alerts/" + id + "/arrive"), 403)).contains(goer);
        assertThat(problem(first.post("/api/alerts/" + id + "/close"), 409)).contains("resolve it");
        // Sending one's own move again is what a phone does that missed the answer.
        assertThat(json(first.post("/api/alerts/" + id + "/acknowledge")).getBoolean("mine"))
                .isTrue();
    }

    @Test
    void whatComesAgainWithTheSameKeyIsAnsweredAgainAndNotDoneAgain() throws MqttException {
        town.press(7, "key");
        Person worker = town.loggedIn(Town.WORKER);
        String path = "/api/alerts/" + openAlertOf(worker, 7);
        json(worker.post(path + "/acknowledge"));
        String key = UUID.randomUUID().toString();
        List<HttpResponse<String>> answers = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> keyed(worker, path + "/backup", key, "{\"note\":\"stairs\"}"))
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(json(answer)).isEqualTo(json(answers.getFirst())));
        assertThat(problem(keyed(worker, path + "/backup", key, "{\"note\":\"lift\"}"), 422))
                .contains("make a new one");
        assertThat(problem(keyed(worker, path + "/backup", "backup", "{}"), 400))
                .isNotBlank();
        // Somebody else's key of the same letters is another key.
        json(keyed(town.loggedIn("supervisor"), path + "/supervise", key, "{\"note\":\"quick\"}"));

        String refused = UUID.randomUUID().toString();
        problem(keyed(worker, path + "/close", refused, null), 409);
        json(worker.post(path + "/resolve", "{\"outcome\":\"test\"}"));
        // Nothing was done, so nothing is remembered: what is possible by now is done now.
        assertThat(json(keyed(worker, path + "/close", refused, null)).getString("state"))
                .isEqualTo("closed");
        assertThat(json(worker.get(path)).getJsonArray("events").stream()
                        .map(event -> ((JsonObject) event).getString("kind"))
                        .filter(List.of("backup_called", "supervised", "closed")::contains))
                .containsExactly("backup_called", "supervised", "closed");

        new AnsweredRequests(town.jdbi(), Clock.offset(Clock.systemUTC(), Duration.ofHours(25)), () -> {}).forgetOld();
        // After a day the key is a new one, and the case is over.
        problem(keyed(worker, path + "/backup", key, "{\"note\":\"stairs\"}"), 409);
    }

    private static HttpResponse<String> keyed(Person person, String path, String key, @Nullable String body) {
        return person.send(person.request(path)
                .header("Idempotency-Key", key)
                .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    @Test
    void aWorkerOfAnotherGridSeesNeitherTheAlertNorTheWearer() throws MqttException {
        town.press(2, "c");
        long id = openAlertOf(town.loggedIn(Town.WORKER), 2);
        Person elsewhere = town.loggedIn("worker8");
        assertThat(problem(elsewhere.get("/api/alerts/" + id), 404)).contains("no alert " + id);
        problem(elsewhere.post("/api/alerts/" + id + "/acknowledge"), 404);
        problem(elsewhere.get("/api/wearers/" + town.wearer(2)), 404);
        problem(elsewhere.get("/api/wearers/" + town.wearer(2) + "/vitals"), 404);
    }

    @Test
    void anOperatorSeesThatSomebodyCallsButNotWhoseHeartItIs() throws MqttException {
        town.press(3, "d");
        Person operator = town.loggedIn("operator");
        JsonObject file = json(operator.get("/api/alerts/" + openAlertOf(operator, 3)));
        assertThat(file.getJsonObject("alert").getBoolean("rings")).isFalse();
        assertThat(file.getValue("wearer")).isNull();
        problem(operator.get("/api/wearers/" + town.wearer(3)), 404);
    }

    @Test
    void everyLookAtAPersonIsWrittenDown() {
        Person worker = town.loggedIn(Town.WORKER);
        json(worker.get("/api/wearers/" + town.wearer(4)));
        json(worker.get("/api/wearers/" + town.wearer(4) + "/vitals"));
        List<String> looks = town.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT u.name || ' ' || a.what FROM audit_read a JOIN app_user u ON u.id = a.user_id
                         WHERE a.wearer_id = :wearer ORDER BY a.id
                        """)
                        .bind("wearer", town.wearer(4))
                        .mapTo(String.class)
                        .list());
        assertThat(looks).containsExactly("worker1 profile", "worker1 vitals");
    }

    @Test
    void vitalsComeInOrderAndWithinTheirSpan() throws MqttException {
        long now = System.currentTimeMillis();
        try (BandClient band = town.connect(5)) {
            for (int minutes : new int[] {30, 5, 20}) {
                band.publish(
                        "kanhu/v1/" + town.band(5) + "/telemetry",
                        "{\"ts\":" + (now - minutes * 60_000L) + ",\"hr\":" + (60 + minutes) + ",\"temp\":36.6}");
            }
        }
        Person worker = town.loggedIn(Town.WORKER);
        String from = Instant.ofEpochMilli(now - 25 * 60_000L).toString();
        JsonObject answer = json(worker.get("/api/wearers/" + town.wearer(5) + "/vitals?from=" + from));
        assertThat(answer.getString("resolution")).isEqualTo("reading");
        assertThat(answer.getJsonArray("vitals").stream().map(one -> ((JsonObject) one).getInteger("heartRate")))
                .containsExactly(80, 65);
        assertThat(answer.getJsonArray("vitals").getJsonObject(0).getDouble("temperature"))
                .isEqualTo(36.6);
        assertThat(json(worker.get("/api/wearers/" + town.wearer(5) + "/vitals?resolution=hour&from=" + from))
                        .getString("resolution"))
                .isEqualTo("hour");
        await().untilAsserted(() ->
                assertThat(json(worker.get("/api/town")).getInteger("heard")).isPositive());
    }

    @Test
    void aLongSpanComesByTheHourWithTheLeastAndTheMost() throws MqttException {
        Instant hour = Instant.now().minus(Duration.ofDays(10)).truncatedTo(ChronoUnit.HOURS);
        try (BandClient band = town.connect(6)) {
            for (int minutes : new int[] {30, 5, 20}) {
                band.publish(
                        "kanhu/v1/" + town.band(6) + "/telemetry",
                        "{\"ts\":" + hour.plusSeconds(minutes * 60L).toEpochMilli() + ",\"hr\":" + (60 + minutes)
                                + ",\"temp\":36.6}");
            }
        }
        RollUp.of(town.jdbi()).run();
        Hours.runPolicies(town.jdbi());
        JsonObject answer = json(town.loggedIn(Town.WORKER)
                .get("/api/wearers/" + town.wearer(6) + "/vitals?from="
                        + hour.plusSeconds(3).minus(Duration.ofDays(380))));
        assertThat(answer.getString("resolution")).isEqualTo("hour");
        assertThat(answer.getJsonArray("vitals"))
                .contains(new JsonObject()
                        .put("at", hour.toString())
                        .put("heartRate", 78)
                        .put("heartRateMin", 65)
                        .put("heartRateMax", 90)
                        .put("systolic", null)
                        .put("systolicMin", null)
                        .put("systolicMax", null)
                        .put("diastolic", null)
                        .put("diastolicMin", null)
                        .put("diastolicMax", null)
                        .put("spo2", null)
                        .put("spo2Min", null)
                        .put("spo2Max", null)
                        .put("temperature", 36.6)
                        .put("temperatureMin", 36.6)
                        .put("temperatureMax", 36.6)
                        .put("steps", null));
    }

    private static long openAlertOf(Person person, int band) {
        return json(person.get("/api/alerts?state=open")).getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .filter(alert -> alert.getString("band").equals(town.band(band)))
                .findFirst()
                .orElseThrow()
                .getLong("id");
    }
}
