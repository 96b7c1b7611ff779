package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Street;
import io.kanhu.server.Town;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where people are, who may know, and who looked. */
class WhereaboutsIT {
    @TempDir
    static Path data;

    private static Town town;
    private static Street street;

    @BeforeAll
    static void start() {
        town = Town.start(data);
        street = Street.in(town);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void aWorkerKnowsWhereSomebodyIsDuringACallOrWithConsent() throws MqttException {
        try (BandClient band = town.connect(2)) {
            band.publish("kanhu/v1/" + town.band(2) + "/telemetry", report(35.0301, 110.9902));
        }
        Person worker = town.loggedIn("worker3");
        String path = "/api/wearers/" + town.wearer(2);
        Person care = town.loggedIn("care");
        await().until(() -> placeOf(care.get(path).body()) != null);
        assertThat(json(worker.get(path)).getString("whereabouts")).isEqualTo("hidden");
        assertThat(placeOf(worker.get(path).body())).isNull();

        town.press(2, "where");
        JsonObject alert = alertOf(worker, 2);
        assertThat(alert.getJsonObject("place")).isNotNull();
        assertThat(placeOf(worker.get(path).body())).isNotNull();
        String id = "/api/alerts/" + alert.getLong("id");
        json(worker.post(id + "/acknowledge"));
        json(worker.post(id + "/arrive", "{\"latitude\":35.0302,\"longitude\":110.9903}"));
        json(worker.post(id + "/resolve", "{\"outcome\":\"test\"}"));
        JsonObject file = json(worker.get(id));
        assertThat(file.getJsonObject("alert").getValue("place")).isNull();
        assertThat(placeOf(worker.get(path).body())).isNull();
        assertThat(file.getJsonArray("events").encode()).contains("arrived").doesNotContain("latitude");
        assertThat(json(town.loggedIn("supervisor").get(id))
                        .getJsonObject("alert")
                        .getJsonObject("place"))
                .isNotNull();
        assertThat(looks("worker3", town.wearer(2))).contains("whereabouts");

        problem(worker.put(path + "/consents/whereabouts", "{}"), 403);
        JsonObject consent = json(care.put(path + "/consents/whereabouts", "{\"note\":\"paper of May\"}"));
        assertThat(consent.getString("note")).isEqualTo("paper of May");
        JsonObject shown = json(worker.get(path));
        assertThat(placeOf(shown.encode())).isNotNull();
        assertThat(shown.getJsonArray("consents").getJsonObject(0).getString("what"))
                .isEqualTo("whereabouts");
        assertThat(json(worker.get(id)).getJsonObject("alert").getJsonObject("place"))
                .isNotNull();
        assertThat(care.delete(path + "/consents/whereabouts").statusCode()).isEqualTo(204);
        problem(care.delete(path + "/consents/whereabouts"), 404);
        assertThat(placeOf(worker.get(path).body())).isNull();
        assertThat(json(care.get(path + "/consents"))
                        .getJsonArray("consents")
                        .getJsonObject(0)
                        .getString("withdrawnAt"))
                .isNotBlank();
    }

    @Test
    void theLogSaysWhoLookedAtWhomAndWhyAndWhoReadIt() throws MqttException {
        Person care = town.loggedIn("care");
        json(care.get("/api/wearers/" + town.wearer(0) + "?reason=monthly%20plan"));
        json(care.get("/api/wearers/" + town.wearer(7)));
        town.press(0, "log");
        Person worker = town.loggedIn(Town.WORKER);
        long alert = alertOf(worker, 0).getLong("id");
        json(worker.get("/api/alerts/" + alert));

        Person administrator = town.loggedIn("administrator");
        JsonArray planned = json(administrator.get("/api/audit?user=care&wearer=" + town.wearer(0)))
                .getJsonArray("entries");
        assertThat(planned.getJsonObject(0).getString("reason")).isEqualTo("monthly plan");
        assertThat(planned.getJsonObject(0).getString("wearer")).isEqualTo(town.wearerName(0));
        JsonObject called = json(administrator.get("/api/audit?what=case&wearer=" + town.wearer(0)))
                .getJsonArray("entries")
                .getJsonObject(0);
        assertThat(called.getLong("alertId")).isEqualTo(alert);
        assertThat(called.getString("kind")).isEqualTo("sos");
        assertThat(called.getString("worker")).isNotBlank();
        assertThat(json(administrator.get("/api/audit?what=audit"))
                        .getJsonArray("entries")
                        .getJsonObject(0)
                        .getString("detail"))
                .isEqualTo("what=audit");

        JsonObject first = json(administrator.get("/api/audit?limit=1"));
        JsonObject second = json(administrator.get("/api/audit?limit=1&before=" + first.getLong("before")));
        assertThat(second.getJsonArray("entries").getJsonObject(0).getLong("id"))
                .isLessThan(first.getLong("before"));
        assertThat(json(administrator.get("/api/audit?to=2020-01-01T00:00:00Z")).getJsonArray("entries"))
                .isEmpty();

        JsonArray streets =
                json(street.of(Role.SUPERVISOR).get("/api/audit?limit=500")).getJsonArray("entries");
        assertThat(streets)
                .isNotEmpty()
                .noneMatch(one -> ((JsonObject) one).getLong("wearerId") == null)
                .noneMatch(one -> ((JsonObject) one).getLong("wearerId") == town.wearer(7));
        problem(care.get("/api/audit"), 403);
        problem(worker.get("/api/audit"), 403);
        problem(town.loggedIn("operator").get("/api/audit"), 403);
    }

    private static String report(double latitude, double longitude) {
        return "{\"ts\":" + System.currentTimeMillis() + ",\"hr\":80,\"loc\":{\"lat\":" + latitude + ",\"lon\":"
                + longitude + ",\"acc\":10}}";
    }

    private static JsonObject placeOf(String profile) {
        return new JsonObject(profile).getJsonObject("latest").getJsonObject("place");
    }

    private static List<String> looks(String user, long wearer) {
        return town.jdbi()
                .withHandle(h -> h.createQuery("""
                        SELECT r.what FROM audit_read r JOIN app_user u ON u.id = r.user_id
                         WHERE u.name = :user AND r.wearer_id = :wearer ORDER BY r.id
                        """)
                        .bind("user", user)
                        .bind("wearer", wearer)
                        .mapTo(String.class)
                        .list());
    }

    private static List<JsonObject> alerts(Person person) {
        return json(person.get("/api/alerts?state=open")).getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject alertOf(Person person, int band) {
        return alerts(person).stream()
                .filter(alert -> alert.getString("band").equals(town.band(band)))
                .findFirst()
                .orElseThrow();
    }
}
