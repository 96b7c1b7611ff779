package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.EventStream;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.kanhu.server.demo.Demo;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console asks for: the board, messages, people, care and the weekly report. */
class BoardIT {
    @TempDir
    static Path data;

    private static Town town;

    @BeforeAll
    static void start() throws IOException {
        town = Town.start(data);
        Demo.draw(town.node(), data);
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void theBoardSaysHowFarACaseHasComeAndWhoIsAskedByName() throws MqttException {
        town.press(0, "board");
        Person supervisor = town.loggedIn("supervisor");
        JsonObject standing = onBoard(supervisor, 0).getJsonObject("standing");
        assertThat(standing.getInteger("rungs")).isEqualTo(5);
        assertThat(standing.getInteger("rung")).isPositive();
        assertThat(standing.getString("nextAt")).isNotNull();
        assertThat(standing.getJsonArray("told")).isNotEmpty();

        long id = onBoard(supervisor, 0).getLong("id");
        JsonObject somebody = find(
                json(supervisor.get("/api/workers?alert=" + id)).getJsonArray("workers"),
                worker -> worker.getString("onDuty") == null && worker.getBoolean("app"));
        Person asked = town.loggedIn(userOf(somebody.getLong("id")));
        try (EventStream stream = asked.watch(null)) {
            String path = "/api/alerts/" + id + "/reassign";
            String body = "{\"worker\":" + somebody.getLong("id") + ",\"note\":\"最近\"}";
            json(supervisor.post(path, body));
            stream.awaitAlert(alert -> alert.getLong("id") == id && alert.getBoolean("rings"));
            assertThat(onBoard(supervisor, 0).getJsonObject("standing").getString("assignedTo"))
                    .isEqualTo(somebody.getString("name"));
            assertThat(problem(town.loggedIn(Town.WORKER).post(path, body), 403))
                    .contains("supervisors");
        }
        json(supervisor.post("/api/alerts/" + id + "/comment", "{\"note\":\"单元门密码换了\"}"));
        assertThat(json(supervisor.post("/api/alerts/" + id + "/takeover", "{}"))
                        .getBoolean("mine"))
                .isTrue();
        assertThat(kinds(json(supervisor.get("/api/alerts/" + id)).getJsonArray("events")))
                .contains("reassigned", "commented", "acknowledged");
        problem(town.loggedIn(Town.WORKER).get("/api/board"), 403);
    }

    @Test
    void aCallThatNobodyHasHeardOfIsATroubleUntilAPageHasShownIt() throws MqttException {
        town.press(1, "unheard");
        Person operator = town.loggedIn("operator");
        long id = onBoard(operator, 1).getLong("id");
        assertThat(troubles(operator).map(one -> one.getLong("alertId"))).doesNotContain(id);
        // As if it had waited.
        town.jdbi()
                .useHandle(h -> h.execute(
                        "UPDATE alert SET received_at = received_at - interval '16 seconds' WHERE id = ?", id));
        assertThat(troubles(operator))
                .anyMatch(one -> one.getString("kind").equals("undelivered")
                        && one.getLong("alertId") == id
                        && one.getBoolean("urgent"));
        assertThat(town.loggedIn(Town.WORKER)
                        .post("/api/alerts/" + id + "/receipt")
                        .statusCode())
                .isEqualTo(204);
        assertThat(troubles(operator).map(one -> one.getLong("alertId"))).doesNotContain(id);
        problem(town.loggedIn("care").get("/api/troubles"), 403);
    }

    @Test
    void aMessageReachesThePagesOfThoseOnDutyAndItsReceiptsAreCounted() {
        Person supervisor = town.loggedIn("supervisor");
        JsonObject sent =
                json(supervisor.post("/api/messages", "{\"text\":\"今晚降温，请电话问候\",\"area\":\"demo-community-1\"}"));
        assertThat(sent.getInteger("recipients")).isPositive();
        Person worker = town.loggedIn(Town.WORKER);
        JsonObject letter =
                json(worker.get("/api/me/messages")).getJsonArray("messages").getJsonObject(0);
        assertThat(letter.getString("text")).isEqualTo("今晚降温，请电话问候");
        assertThat(worker.post("/api/me/messages/" + letter.getLong("id") + "/receipt")
                        .statusCode())
                .isEqualTo(204);
        assertThat(json(worker.get("/api/me/messages")).getJsonArray("messages"))
                .isEmpty();
        assertThat(find(
                                json(supervisor.get("/api/messages")).getJsonArray("messages"),
                                one -> one.getLong("id").equals(sent.getLong("id")))
                        .getInteger("seen"))
                .isEqualTo(1);
        assertThat(problem(supervisor.post("/api/messages", "{\"text\":\"?\",\"area\":\"nowhere\"}"), 409))
                .contains("nobody");
        problem(worker.post("/api/messages", "{\"text\":\"hello\"}"), 403);
    }

    @Test
    void bordersComeAsGeoJson() {
        JsonObject map = json(town.loggedIn(Town.WORKER).get("/api/map"));
        assertThat(map.getString("type")).isEqualTo("FeatureCollection");
        assertThat(map.getJsonArray("features").stream()
                        .map(feature -> ((JsonObject) feature)
                                .getJsonObject("properties")
                                .getString("level"))
                        .distinct())
                .containsExactly("community", "grid");
    }

    @Test
    void peopleAreFoundByNameAndBandAndEachWhoIsShownIsOnFile() {
        Person care = town.loggedIn("care");
        String name = URLEncoder.encode(town.wearerName(4), StandardCharsets.UTF_8);
        JsonObject found = find(
                json(care.get("/api/wearers?q=" + name)).getJsonArray("wearers"),
                one -> one.getLong("id") == town.wearer(4));
        assertThat(found.getString("band")).isEqualTo(town.band(4));
        assertThat(json(care.get("/api/wearers?q=" + town.band(5)))
                        .getJsonArray("wearers")
                        .getJsonObject(0)
                        .getLong("id"))
                .isEqualTo(town.wearer(5));
        assertThat(json(care.get("/api/wearers/" + town.wearer(5) + "/bands")).getJsonArray("bands"))
                .hasSize(1);
        assertThat(looks(5)).contains("care list", "care bands");
        problem(town.loggedIn(Town.WORKER).get("/api/wearers"), 403);
        problem(town.loggedIn("operator").get("/api/wearers?q=x"), 403);
    }

    @Test
    void whereaboutsNeedAnOpenAlertOrAReasonWhichIsWrittenDown() {
        Person care = town.loggedIn("care");
        String path = "/api/wearers/" + town.wearer(6) + "/places";
        assertThat(problem(care.get(path), 403)).contains("reason");
        json(care.get(path + "?reason=" + URLEncoder.encode("家属报走失", StandardCharsets.UTF_8)));
        String reason = town.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT reason FROM audit_read WHERE what = 'whereabouts' AND wearer_id = :wearer")
                        .bind("wearer", town.wearer(6))
                        .mapTo(String.class)
                        .one());
        assertThat(reason).isEqualTo("家属报走失");
    }

    @Test
    void aChartsColumnsSayTheSameAsItsRows() throws MqttException {
        long now = System.currentTimeMillis();
        try (var band = town.connect(7)) {
            for (int minutes : new int[] {9, 6, 3}) {
                band.publish(
                        "kanhu/v1/" + town.band(7) + "/telemetry",
                        "{\"ts\":" + (now - minutes * 60_000L) + ",\"hr\":" + (70 + minutes) + ",\"temp\":36.6}");
            }
        }
        Person care = town.loggedIn("care");
        String path = "/api/wearers/" + town.wearer(7) + "/vitals";
        JsonArray rows = json(care.get(path)).getJsonArray("vitals");
        JsonObject columns = json(care.get(path + "?shape=columns")).getJsonObject("columns");
        assertThat(columns.getJsonArray("heartRate"))
                .isEqualTo(new JsonArray().add(79).add(76).add(73));
        assertThat(columns.getJsonArray("temperature"))
                .isEqualTo(new JsonArray().add(36.6).add(36.6).add(36.6));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(columns.getJsonArray("at").getLong(i))
                    .isEqualTo(
                            Instant.parse(rows.getJsonObject(i).getString("at")).getEpochSecond());
        }
        assertThat(json(care.get("/api/wearers/" + town.wearer(7) + "/usual"))
                        .getJsonObject("limits")
                        .getInteger("pulseHigh"))
                .isEqualTo(111);
    }

    @Test
    void notesAndVisitsAreKeptAndADueVisitIsDoneWithIt() {
        Person care = town.loggedIn("care");
        long wearer = town.wearer(8);
        town.jdbi()
                .useHandle(h -> h.execute(
                        "UPDATE band_assignment SET starts_at = now() - interval '60 days' WHERE wearer_id = ?",
                        wearer));
        assertThat(dueOf(care, wearer)).isNotNull();
        json(care.post("/api/wearers/" + wearer + "/notes", "{\"text\":\"膝盖不好，爱听戏\"}"));
        JsonObject after =
                json(care.post("/api/wearers/" + wearer + "/visits", "{\"way\":\"home\",\"note\":\"一切都好\"}"));
        assertThat(after.getJsonArray("notes").getJsonObject(0).getString("text"))
                .isEqualTo("膝盖不好，爱听戏");
        assertThat(after.getJsonArray("visits").getJsonObject(0).getString("by"))
                .isEqualTo("care");
        assertThat(dueOf(care, wearer)).isNull();
        assertThat(json(care.get("/api/visits/rates")).getJsonArray("grids").stream()
                        .mapToInt(grid -> ((JsonObject) grid).getInteger("made"))
                        .sum())
                .isPositive();
        assertThat(problem(
                        care.post(
                                "/api/wearers/" + wearer + "/visits",
                                "{\"way\":\"home\",\"at\":\"2099-01-01T00:00:00Z\"}"),
                        400))
                .contains("future");
        problem(care.put("/api/visits/plan", "{\"high\":3}"), 403);
        assertThat(json(town.loggedIn("supervisor").put("/api/visits/plan", "{\"high\":8}"))
                        .getInteger("high"))
                .isEqualTo(8);
    }

    @Test
    void theWeeklyReportComesInFiguresAndAWeekThatIsNoneIsRefused() {
        Person care = town.loggedIn("care");
        String path = "/api/wearers/" + town.wearer(9) + "/reports/";
        JsonObject report = json(care.get(path + "2026-W10"));
        assertThat(report.getString("from")).isEqualTo("2026-03-02");
        assertThat(report.getJsonArray("days")).isEmpty();
        assertThat(problem(care.get(path + "2026-W60"), 400)).contains("2026-W60");
        assertThat(looks(9)).contains("care report");
    }

    @Test
    void whatTheDataSuggestIsListedWithItsReasonAndSettledOnce() {
        long wearer = town.wearer(3);
        for (int i = 0; i < 3; i++) {
            town.jdbi()
                    .useHandle(h -> h.createUpdate("""
                    INSERT INTO alert (kind, severity, state, wearer_id, band, raised_at, received_at, resolved_at, closed_at, outcome)
                    VALUES ('sos', 'emergency', 'closed', :wearer, :band, now(), now(), now(), now(), 'mistake')
                    """)
                            .bind("wearer", wearer)
                            .bind("band", town.band(3))
                            .execute());
        }
        Person care = town.loggedIn("care");
        assertThat(json(care.post("/api/follow-ups/look")).getInteger("found")).isPositive();
        JsonObject suggested = followUpOf(care, wearer);
        assertThat(suggested.getString("rule")).isEqualTo("false_presses");
        assertThat(suggested.getJsonObject("figures").getInteger("presses")).isEqualTo(3);
        String settle = "/api/follow-ups/" + suggested.getLong("id") + "/settle";
        assertThat(care.post(settle, "{\"state\":\"done\",\"note\":\"已教用法\"}").statusCode())
                .isEqualTo(204);
        problem(care.post(settle, "{\"state\":\"done\"}"), 409);
        json(care.post("/api/follow-ups/look"));
        assertThat(json(care.get("/api/follow-ups")).getJsonArray("followUps").stream()
                        .map(one -> ((JsonObject) one).getLong("wearerId")))
                .doesNotContain(wearer);
        JsonObject kept = json(care.get("/api/wearers/" + wearer + "/care"))
                .getJsonArray("followUps")
                .getJsonObject(0);
        assertThat(kept.getString("settledBy")).isEqualTo("care");
    }

    private static JsonObject onBoard(Person person, int band) {
        return find(
                json(person.get("/api/board")).getJsonArray("alerts"),
                alert -> alert.getString("band").equals(town.band(band)));
    }

    private static Stream<JsonObject> troubles(Person person) {
        return json(person.get("/api/troubles")).getJsonArray("troubles").stream()
                .map(JsonObject.class::cast);
    }

    private static JsonObject followUpOf(Person person, long wearer) {
        return find(
                json(person.get("/api/follow-ups")).getJsonArray("followUps"),
                one -> one.getLong("wearerId") == wearer);
    }

    private static @Nullable JsonObject dueOf(Person person, long wearer) {
        return json(person.get("/api/visits/due")).getJsonArray("due").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getLong("wearerId") == wearer)
                .findFirst()
                .orElse(null);
    }

    private static JsonObject find(JsonArray array, Predicate<JsonObject> wanted) {
        return array.stream()
                .map(JsonObject.class::cast)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> kinds(JsonArray events) {
        return events.stream()
                .map(event -> ((JsonObject) event).getString("kind"))
                .toList();
    }

    private static String userOf(long worker) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT name FROM app_user WHERE worker_id = :worker")
                        .bind("worker", worker)
                        .mapTo(String.class)
                        .one());
    }

    private static List<String> looks(int band) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT u.name || ' ' || a.what FROM audit_read a JOIN app_user u ON u.id = a.user_id
                         WHERE a.wearer_id = :wearer ORDER BY a.id
                        """)
                        .bind("wearer", town.wearer(band))
                        .mapTo(String.class)
                        .list());
    }
}
