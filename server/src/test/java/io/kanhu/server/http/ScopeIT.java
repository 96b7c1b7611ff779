package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.EventStream;
import io.kanhu.server.Person;
import io.kanhu.server.Street;
import io.kanhu.server.Town;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two streets: whoever looks after one sees nothing of the other. */
class ScopeIT {
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
    void aSupervisorOfAStreetSeesItsCallsAndNoOthers() throws MqttException {
        Person ours = street.of(Role.SUPERVISOR);
        Person citys = town.loggedIn("supervisor");
        try (EventStream stream = ours.watch(null)) {
            town.press(5, "other");
            town.press(1, "mine");
            stream.awaitAlert(alert -> alert.getString("band").equals(town.band(1)));
            assertThat(stream.events())
                    .noneMatch(event -> town.band(5).equals(event.data().getString("band")));
        }
        long other = alertOf(citys, 5).getLong("id");
        assertThat(alerts(ours)).extracting(alert -> alert.getString("band")).doesNotContain(town.band(5));
        assertThat(alertOf(ours, 1).getLong("wearerId")).isEqualTo(town.wearer(1));
        problem(ours.get("/api/alerts/" + other), 404);
        problem(ours.post("/api/alerts/" + other + "/acknowledge"), 404);
        problem(ours.post("/api/alerts/" + other + "/supervise", "{\"note\":\"go\"}"), 404);
        assertThat(json(ours.get("/api/town")).getInteger("bands"))
                .isLessThan(json(citys.get("/api/town")).getInteger("bands"));
    }

    @Test
    void aCallOfABandNobodyWearsIsTheWholeCitys() {
        town.jdbi().useHandle(h -> h.execute("""
                INSERT INTO alert (kind, severity, state, band, raised_at, received_at)
                VALUES ('sos', 'emergency', 'dispatched', 'found-in-the-park', now(), now())
                """));
        assertThat(bands(town.loggedIn("operator"))).contains("found-in-the-park");
        assertThat(bands(street.of(Role.OPERATOR))).doesNotContain("found-in-the-park");
        assertThat(bands(street.of(Role.SUPERVISOR))).doesNotContain("found-in-the-park");
    }

    @Test
    void nothingAboutAWearerOfAnotherStreetCanBeReadOrChanged() {
        String there = "/api/wearers/" + town.wearer(6);
        for (Role role : List.of(Role.SUPERVISOR, Role.CARE, Role.ADMINISTRATOR)) {
            Person ours = street.of(role);
            problem(ours.get(there), 404);
            problem(ours.get(there + "/vitals"), 404);
            problem(ours.put(there + "/consents/whereabouts", "{}"), 404);
            json(ours.get("/api/wearers/" + town.wearer(2)));
        }
        Person ours = street.of(Role.SUPERVISOR);
        String zone = "{\"latitude\":35.03,\"longitude\":110.99,\"radiusMetres\":500}";
        problem(ours.get(there + "/zones"), 404);
        problem(ours.put(there + "/zones", zone), 404);
        problem(ours.put(there + "/suspension", "{\"reason\":\"hospital\"}"), 404);
        problem(ours.put("/api/quiet-hours", quiet("\"wearerId\":" + town.wearer(6))), 404);
        problem(ours.put("/api/quiet-hours", quiet("\"area\":\"demo-street-2\"")), 404);
        json(ours.put("/api/quiet-hours", quiet("\"area\":\"demo-community-1\"")));
        Person citys = town.loggedIn("supervisor");
        long others = json(citys.put(there + "/zones", zone)).getLong("id");
        problem(ours.delete("/api/zones/" + others), 404);
        assertThat(citys.delete("/api/zones/" + others).statusCode()).isEqualTo(204);
        long quiet = json(citys.put("/api/quiet-hours", quiet("\"area\":\"demo-street-2\"")))
                .getLong("id");
        problem(ours.delete("/api/quiet-hours/" + quiet), 404);
        assertThat(json(ours.get("/api/quiet-hours")).getJsonArray("quietHours"))
                .extracting(one -> ((JsonObject) one).getString("area"))
                .containsExactly("demo-community-1");
    }

    @Test
    void theRoomsOfTheOfficeEndAtTheStreet() {
        Person ours = street.of(Role.SUPERVISOR);
        Person keeper = street.of(Role.OPERATOR);
        Person citys = town.loggedIn("supervisor");
        String there = "/api/wearers/" + town.wearer(6);
        for (String part :
                List.of("/care", "/bands", "/usual", "/alerts", "/places?reason=looking", "/reports/2026-W40")) {
            problem(ours.get(there + part), 404);
            json(citys.get(there + part));
        }
        assertThat(every(ours.get("/api/wearers?limit=50"), "wearers", "id"))
                .contains(town.wearer(1))
                .doesNotContain(town.wearer(6));
        assertThat(every(ours.get("/api/enrolments?search=demo&limit=50"), "people", "id"))
                .contains(town.wearer(1))
                .doesNotContain(town.wearer(6));
        assertThat(every(keeper.get("/api/devices?trouble=never_activated&limit=100"), "devices", "band"))
                .contains(town.band(3))
                .doesNotContain(town.band(6));
        problem(keeper.get("/api/devices/" + town.band(6)), 404);
        assertThat(every(ours.get("/api/roster/week?limit=50"), "grids", "grid").size())
                .isBetween(
                        1,
                        every(citys.get("/api/roster/week?limit=50"), "grids", "grid")
                                        .size()
                                - 1);
        problem(keeper.get("/api/settlement"), 403);
        problem(ours.post("/api/messages", "{\"text\":\"x\",\"area\":\"demo-street-2\"}"), 403);
        problem(ours.post("/api/messages", "{\"text\":\"x\"}"), 403);
    }

    @Test
    void aStreetHandsOutWhatIsInStockToItsOwnPeopleAndKeepsNoStore() {
        Person keeper = street.of(Role.OPERATOR);
        Person citys = town.loggedIn("operator");
        json(citys.post("/api/bands", "{\"id\":\"stock-1\"}"));
        assertThat(every(keeper.get("/api/bands?limit=500"), "bands", "id"))
                .contains("stock-1", town.band(3))
                .doesNotContain(town.band(6));
        problem(keeper.get("/api/bands/" + town.band(6)), 404);
        problem(keeper.post("/api/bands/" + town.band(6) + "/take-back", "{}"), 404);

        String lend = "{\"lent\":true,\"wearerId\":";
        problem(keeper.post("/api/bands/stock-1/hand-out", lend + town.wearer(6) + "}"), 404);
        problem(keeper.post("/api/bands/" + town.band(6) + "/hand-out", lend + town.wearer(3) + "}"), 404);
        json(citys.post("/api/bands/stock-1/hand-out", lend + town.wearer(6) + "}"));
        problem(keeper.post("/api/bands/stock-1/hand-out", lend + town.wearer(3) + "}"), 404);
        json(citys.post("/api/bands/stock-1/take-back", "{}"));

        json(keeper.post("/api/bands/stock-1/hand-out", lend + town.wearer(3) + "}"));
        JsonObject handed = json(keeper.get("/api/bands/stock-1"));
        assertThat(handed.getJsonObject("wearer").getLong("id")).isEqualTo(town.wearer(3));
        assertThat(handed.getJsonArray("history"))
                .as("not whom of another street it was with before")
                .hasSize(1);
        assertThat(json(citys.get("/api/bands/stock-1")).getJsonArray("history"))
                .hasSize(2);
        json(keeper.post("/api/bands/stock-1/take-back", "{\"condition\":\"fine\"}"));

        assertThat(problem(keeper.post("/api/bands", "{\"id\":\"stock-2\"}"), 403))
                .contains("whole city");
        problem(keeper.post("/api/bands/stock-1/secret"), 403);
        problem(keeper.put("/api/bands/stock-1/condition", "{\"condition\":\"lost\"}"), 403);
    }

    private static List<Object> every(HttpResponse<String> answer, String list, String field) {
        return json(answer).getJsonArray(list).stream()
                .map(one -> {
                    Object value = ((JsonObject) one).getValue(field);
                    return value instanceof Integer number ? (Object) number.longValue() : value;
                })
                .toList();
    }

    @Test
    void laddersAreSetForOnesOwnAreasOnly() {
        Person ours = street.of(Role.OPERATOR);
        assertThat(problem(ours.put("/api/ladders", ladder(null)), 403)).contains("whole city");
        problem(ours.put("/api/ladders", ladder("demo-street-2")), 403);
        problem(ours.put("/api/ladders", ladder("demo-county")), 403);
        JsonObject own = json(ours.put("/api/ladders", ladder("demo-community-2")));
        JsonObject other = json(town.loggedIn("operator").put("/api/ladders", ladder("demo-street-2")));
        problem(ours.delete("/api/ladders/" + other.getLong("id")), 403);
        assertThat(ours.delete("/api/ladders/" + own.getLong("id")).statusCode())
                .isEqualTo(204);
    }

    @Test
    void theRosterOfAnotherStreetIsNotOnesToWrite() {
        Person ours = street.of(Role.SUPERVISOR);
        problem(ours.post("/api/roster/absences", "{\"worker\":\"demo-worker-7\"}"), 403);
        long off = json(town.loggedIn("supervisor").post("/api/roster/absences", "{\"worker\":\"demo-worker-7\"}"))
                .getLong("id");
        assertThat(json(ours.get("/api/roster/absences")).getJsonArray("absences"))
                .isEmpty();
        problem(ours.delete("/api/roster/absences/" + off), 404);
        json(ours.post("/api/roster/absences", "{\"worker\":\"demo-worker-4\",\"until\":\"2100-01-01T00:00:00Z\"}"));
    }

    @Test
    void refusalsAreThoseOfBandsThatAreWornThere() throws MqttException {
        for (int band : new int[] {3, 7}) {
            try (BandClient client = town.connect(band)) {
                client.publish("kanhu/v1/" + town.band(band) + "/telemetry", "nonsense");
            }
        }
        Person citys = town.loggedIn("supervisor");
        await().until(() -> refused(citys).containsAll(List.of(town.band(3), town.band(7))));
        assertThat(refused(street.of(Role.SUPERVISOR))).contains(town.band(3)).doesNotContain(town.band(7));
    }

    private static String quiet(String whose) {
        return "{" + whose + ",\"begins\":\"22:00\",\"ends\":\"06:00\"}";
    }

    private static String ladder(@Nullable String area) {
        return new JsonObject()
                .put("area", area)
                .put("kind", "battery_low")
                .put("severity", "device")
                .put("repeatSeconds", 600)
                .put("silentSeconds", 900)
                .put(
                        "rungs",
                        new JsonArray(List.of(new JsonObject()
                                .put("afterSeconds", 0)
                                .put(
                                        "pages",
                                        new JsonArray(List.of(new JsonObject()
                                                .put("whom", "on_duty")
                                                .put("by", "app")))))))
                .encode();
    }

    private static List<String> refused(Person person) {
        return json(person.get("/api/refusals")).getJsonArray("refusals").stream()
                .map(one -> ((JsonObject) one).getString("band"))
                .toList();
    }

    private static List<String> bands(Person person) {
        return alerts(person).stream().map(alert -> alert.getString("band")).toList();
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
