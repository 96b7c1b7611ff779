package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safe zones, quiet hours and maintenance as the office sets them; a fall and a call as the case shows them. */
class CareIT {
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
    void aSupervisorSetsAZoneAndEndsItAndTheLookIsLogged() {
        Person supervisor = town.loggedIn("supervisor");
        String zones = "/api/wearers/" + town.wearer(1) + "/zones";
        JsonObject put = json(supervisor.put(
                zones, "{\"latitude\": 35.03, \"longitude\": 110.99, \"radiusMetres\": 300, \"datum\": \"gcj02\"}"));
        assertThat(put.getString("by")).isEqualTo("supervisor");
        assertThat(put.getString("severity")).isEqualTo("attention");
        json(supervisor.put(
                zones,
                "{\"latitude\": 35.03, \"longitude\": 110.99, \"radiusMetres\": 500, \"severity\": \"emergency\"}"));
        JsonObject zone = json(supervisor.get(zones)).getJsonArray("zones").getJsonObject(0);
        assertThat(zone.getInteger("radiusMetres")).isEqualTo(500);
        int looks = town.jdbi()
                .withHandle(h -> h.select("SELECT count(*) FROM audit_read WHERE what = 'zones'")
                        .mapTo(int.class)
                        .one());
        assertThat(looks).isEqualTo(1);
        problem(supervisor.put(zones, "{\"latitude\": 0, \"longitude\": 0, \"radiusMetres\": 500}"), 400);
        problem(supervisor.put(zones, "{\"latitude\": 35, \"longitude\": 110, \"radiusMetres\": 5}"), 400);
        problem(
                supervisor.put("/api/wearers/999999/zones", "{\"latitude\":35,\"longitude\":110,\"radiusMetres\":99}"),
                404);
        problem(town.loggedIn(Town.WORKER).get(zones), 403);
        assertThat(supervisor.delete("/api/zones/" + zone.getLong("id")).statusCode())
                .isEqualTo(204);
        problem(supervisor.delete("/api/zones/" + zone.getLong("id")), 404);
        assertThat(json(supervisor.get(zones)).getJsonArray("zones")).isEmpty();
    }

    @Test
    void anOperatorSetsQuietHoursAndMaintenanceOfAWearerOrAnArea() {
        Person operator = town.loggedIn("operator");
        JsonObject quiet = json(operator.put(
                "/api/quiet-hours", "{\"area\": \"demo-community-1\", \"begins\": \"21:30\", \"ends\": \"06:00\"}"));
        assertThat(json(operator.get("/api/quiet-hours")).getJsonArray("quietHours"))
                .containsExactly(quiet);
        assertThat(quiet.getString("by")).isEqualTo("operator");
        String both = "{\"area\": \"x\", \"wearerId\": 1, \"begins\": \"21:30\", \"ends\": \"06:00\"}";
        assertThat(problem(operator.put("/api/quiet-hours", both), 400)).contains("either `wearerId`");
        problem(operator.put("/api/quiet-hours", "{\"area\":\"x\",\"begins\":\"21:30\",\"ends\":\"06:00\"}"), 404);
        problem(operator.put("/api/quiet-hours", "{\"area\":\"x\",\"begins\":\"25:30\",\"ends\":\"06:00\"}"), 400);
        problem(operator.put("/api/quiet-hours", "{\"area\":\"x\",\"begins\":\"05:30\",\"ends\":\"05:30\"}"), 400);
        problem(town.loggedIn(Town.WORKER).get("/api/quiet-hours"), 403);
        assertThat(operator.delete("/api/quiet-hours/" + quiet.getLong("id")).statusCode())
                .isEqualTo(204);

        JsonObject service = json(operator.post("/api/maintenance", """
                {"wearerId": %d, "from": "2099-05-01T08:00:00+08:00", "until": "2099-05-01T18:00:00+08:00", "reason": "new straps"}
                """.formatted(town.wearer(1))));
        assertThat(json(operator.get("/api/maintenance")).getJsonArray("maintenance"))
                .containsExactly(service);
        problem(operator.post("/api/maintenance", """
                {"wearerId": 1, "from": "2099-05-01T08:00:00Z", "until": "2099-05-01T08:00:00Z", "reason": "x"}
                """), 400);
        problem(operator.post("/api/maintenance", """
                {"wearerId": 1, "from": "tomorrow", "until": "2099-05-01T08:00:00Z", "reason": "x"}
                """), 400);
        assertThat(operator.delete("/api/maintenance/" + service.getLong("id")).statusCode())
                .isEqualTo(204);
        assertThat(json(operator.get("/api/maintenance")).getJsonArray("maintenance"))
                .isEmpty();
    }

    @Test
    void aFallAndACallAreShownAsOneCaseWithBothFacts() throws MqttException {
        try (var band = town.connect(0)) {
            band.publish(
                    "kanhu/v1/" + town.band(0) + "/telemetry",
                    "{\"ts\":%d,\"hr\":80,\"fall\":true}".formatted(System.currentTimeMillis()));
        }
        Person supervisor = town.loggedIn("supervisor");
        await().until(() -> !of(supervisor, town.band(0)).isEmpty());
        town.press(0, "after-a-fall");
        assertThat(of(supervisor, town.band(0)))
                .singleElement()
                .satisfies(alert -> assertThat(alert.getString("kind")).isEqualTo("sos"))
                .satisfies(alert -> assertThat(alert.getString("fellAt")).isNotNull());
    }

    private static List<JsonObject> of(Person person, String band) {
        return json(person.get("/api/alerts?state=open")).getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .filter(alert -> alert.getString("band").equals(band))
                .toList();
    }
}
