package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is off, who stands in for whom, who is away: over HTTP. */
class RosterAndAwayIT {
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
    void aWorkerIsOffAndAnotherTakesTheShift() {
        Person worker = town.loggedIn(Town.WORKER);
        Person supervisor = town.loggedIn("supervisor");
        Instant later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String until = "\"until\":\"" + later + "\"";

        JsonObject off = json(worker.post("/api/roster/absences", "{" + until + ",\"reason\":\"flu\"}"));
        assertThat(off.getString("until")).isEqualTo(later.toString());
        assertThat(json(supervisor.get("/api/roster/absences")).getJsonArray("absences"))
                .contains(off);
        String others = codes().getFirst().equals(off.getString("worker")) ? codes().get(1) : codes().getFirst();
        problem(worker.post("/api/roster/absences", "{\"worker\":\"" + others + "\"}"), 403);
        problem(worker.post("/api/roster/absences", "{\"until\":\"tomorrow\"}"), 400);
        problem(worker.post("/api/roster/absences", "{\"until\":\"2001-01-01T00:00:00Z\"}"), 409);
        assertThat(worker.delete("/api/roster/absences/" + off.getLong("id")).statusCode())
                .isEqualTo(204);
        problem(worker.delete("/api/roster/absences/999999"), 404);

        JsonObject swap = json(worker.post(
                "/api/roster/swaps",
                "{\"taker\":\"" + others + "\",\"from\":\"" + Instant.now() + "\"," + until + "}"));
        assertThat(swap.getString("giver")).isEqualTo(off.getString("worker"));
        assertThat(swap.getValue("agreedBy")).isNull();
        String path = "/api/roster/swaps/" + swap.getLong("id");
        assertThat(problem(worker.post(path + "/agree"), 409)).contains("the other worker");
        assertThat(json(supervisor.post(path + "/agree")).getString("agreedBy")).isNotBlank();
        assertThat(problem(worker.delete(path), 409)).contains("a supervisor");
        assertThat(supervisor.delete(path).statusCode()).isEqualTo(204);
        assertThat(json(worker.get("/api/roster/swaps")).getJsonArray("swaps")).isEmpty();
        problem(
                worker.post(
                        "/api/roster/swaps", "{\"taker\":\"nobody\",\"from\":\"" + Instant.now() + "\"," + until + "}"),
                404);
    }

    @Test
    void aWearerIsSuspendedAndTheirCallSaysSo() throws MqttException {
        Person operator = town.loggedIn("operator");
        Person supervisor = town.loggedIn("supervisor");
        String path = "/api/wearers/" + town.wearer(3) + "/suspension";
        problem(town.loggedIn(Town.WORKER).put(path, "{\"reason\":\"hospital\"}"), 403);
        problem(operator.put(path, "{\"reason\":\"sulking\"}"), 400);
        problem(operator.put("/api/wearers/999999/suspension", "{\"reason\":\"hospital\"}"), 404);
        problem(operator.delete(path), 404);
        JsonObject away = json(operator.put(path, "{\"reason\":\"hospital\",\"note\":\"ward 3\"}"));
        assertThat(json(supervisor.get("/api/wearers/" + town.wearer(3))).getJsonObject("suspension"))
                .isEqualTo(away);

        town.press(3, "away");
        JsonObject alert = json(supervisor.get("/api/alerts?state=open")).getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("band").equals(town.band(3)))
                .findFirst()
                .orElseThrow();
        assertThat(alert.getJsonObject("suspension")).isEqualTo(away);
        JsonArray told =
                json(supervisor.get("/api/alerts/" + alert.getLong("id"))).getJsonArray("told");
        assertThat(told.getJsonObject(0).getString("because")).isEqualTo("home");

        assertThat(operator.delete(path).statusCode()).isEqualTo(204);
        List<String> acts = town.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT what FROM audit_read WHERE wearer_id = :wearer AND what LIKE '%s%ed' ORDER BY id")
                        .bind("wearer", town.wearer(3))
                        .mapTo(String.class)
                        .list());
        assertThat(acts).containsExactly("suspended", "resumed");
    }

    private static List<String> codes() {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT code FROM worker ORDER BY id LIMIT 2")
                        .mapTo(String.class)
                        .list());
    }
}
