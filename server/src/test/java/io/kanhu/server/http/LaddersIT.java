package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ladders as operators see and change them, and as those feel it who are called. */
class LaddersIT {
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
    void anOperatorGivesACommunityALadderOfItsOwnAndACallClimbsIt() throws MqttException {
        Person operator = town.loggedIn("operator");
        JsonObject put = json(operator.put("/api/ladders", draft("demo-community-1", """
                {"afterSeconds": 0, "pages": [{"whom": "on_duty", "by": "app"}]},
                {"afterSeconds": 1, "pages": [{"whom": "community_supervisor", "by": "app"}]},
                {"afterSeconds": 2, "pages": [{"whom": "county_desk", "by": "app"}]}
                """)));
        assertThat(put.getInteger("version")).isEqualTo(1);
        assertThat(put.getString("by")).isEqualTo("operator");
        assertThat(json(operator.get("/api/ladders")).getJsonArray("ladders")).contains(put);

        town.press(0, "climbs");

        long alert = json(operator.get("/api/alerts?state=open"))
                .getJsonArray("alerts")
                .getJsonObject(0)
                .getLong("id");
        Person supervisor = town.loggedIn("supervisor");
        Person desk = town.loggedIn("desk");
        await().until(() -> rings(supervisor, alert) && rings(desk, alert));
        JsonObject declined =
                json(desk.post("/api/alerts/" + alert + "/decline", "{\"reason\":\"the line is not mine\"}"));
        assertThat(declined.getBoolean("rings")).isFalse();
        assertThat(rings(supervisor, alert)).isTrue();
    }

    @Test
    void whatPeopleDoAboutOneAnotherIsOnTheFile() throws MqttException {
        town.press(2, "urged");
        Person worker = town.loggedIn(Town.WORKER);
        Person supervisor = town.loggedIn("supervisor");
        long alert = json(worker.get("/api/alerts?state=open")).getJsonArray("alerts").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("band").equals(town.band(2)))
                .findFirst()
                .orElseThrow()
                .getLong("id");
        String path = "/api/alerts/" + alert;
        assertThat(problem(supervisor.post(path + "/supervise", "{\"note\":\"hurry\"}"), 409))
                .contains("call backup");
        json(worker.post(path + "/acknowledge"));
        json(worker.post(path + "/backup"));
        assertThat(problem(worker.post(path + "/supervise", "{\"note\":\"x\"}"), 403))
                .contains("supervisors");
        json(supervisor.post(path + "/supervise", "{\"note\":\"the family asks\"}"));
        assertThat(rings(worker, alert)).isTrue();
        json(worker.post(path + "/resolve", "{\"outcome\":\"helped\"}"));
        json(worker.post(path + "/callback", "{\"note\":\"she is well\"}"));
        json(worker.post(path + "/close"));
        problem(worker.post(path + "/callback", "{\"note\":\"again\"}"), 409);
        problem(worker.post(path + "/decline", "{}"), 400);
        JsonArray events = json(worker.get(path)).getJsonArray("events");
        assertThat(events.stream().map(event -> ((JsonObject) event).getString("kind")))
                .contains("backup_called", "supervised", "called_back");
    }

    @Test
    void whatMakesNoSenseIsAnsweredWithWhatToDo() {
        Person operator = town.loggedIn("operator");
        String early = draft(null, "{\"afterSeconds\": 5, \"pages\": [{\"whom\": \"on_duty\", \"by\": \"app\"}]}");
        assertThat(problem(operator.put("/api/ladders", early), 400)).contains("let its afterSeconds be 0");
        String nowhere = draft("x", "{\"afterSeconds\": 0, \"pages\": [{\"whom\": \"on_duty\", \"by\": \"app\"}]}");
        assertThat(problem(operator.put("/api/ladders", nowhere), 400)).contains("no area \"x\"");
        String mayor = draft(null, "{\"afterSeconds\": 0, \"pages\": [{\"whom\": \"mayor\", \"by\": \"app\"}]}");
        problem(operator.put("/api/ladders", mayor), 400);
        problem(operator.delete("/api/ladders/1"), 400);
    }

    @Test
    void workersSeeNoLaddersAndSupervisorsChangeNone() {
        problem(town.loggedIn(Town.WORKER).get("/api/ladders"), 403);
        problem(town.loggedIn(Town.WORKER).get("/api/ladders/gaps"), 403);
        Person supervisor = town.loggedIn("supervisor");
        json(supervisor.get("/api/ladders"));
        String draft = draft(null, "{\"afterSeconds\": 0, \"pages\": [{\"whom\": \"on_duty\", \"by\": \"app\"}]}");
        problem(supervisor.put("/api/ladders", draft), 403);
    }

    @Test
    void theDemoTownLacksNothingButTheTelephone() {
        List<String> reasons = json(town.loggedIn("operator").get("/api/ladders/gaps")).getJsonArray("gaps").stream()
                .map(gap -> ((JsonObject) gap).getString("why"))
                .distinct()
                .toList();
        assertThat(reasons).containsExactly("channel");
    }

    private static boolean rings(Person person, long alert) {
        return json(person.get("/api/alerts/" + alert)).getJsonObject("alert").getBoolean("rings");
    }

    private static String draft(@Nullable String area, String rungs) {
        return """
                {"area": %s, "kind": "sos", "severity": "emergency", "repeatSeconds": 60, "silentSeconds": 900, "rungs": [%s]}
                """.formatted(area == null ? "null" : "\"" + area + "\"", rungs);
    }
}
