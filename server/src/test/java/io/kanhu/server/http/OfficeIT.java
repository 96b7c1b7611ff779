package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the office does with the registry, over HTTP. */
class OfficeIT {
    private static final String WEARERS = "code,name,born,sex,phone,address,access,medical,risk,grid,lat,lon\n";
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int HUNG_UP = 0;
    private static final ZoneId CITY = ZoneId.of("Asia/Shanghai");

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
    void aFileIsLookedAtCellByCellAndWrittenOnlyAsItWasLookedAt() {
        String bad = WEARERS + "imp-1,周素芬,1948,x,,,,,,nowhere,,\nimp-2,,,,,,,,,,,\n";
        JsonObject report = json(upload(operator, "wearers?check=true", bad.getBytes(UTF_8)));
        assertThat(report.getBoolean("clean")).isFalse();
        assertThat(cells(report))
                .contains("2 born 1948", "2 sex x", "3 name null")
                .hasSizeGreaterThan(2);

        byte[] good = (WEARERS + "imp-1,周素芬,1948-03-02,女,,,,,,,,\n").getBytes(Charset.forName("GB18030"));
        JsonObject clean = json(upload(operator, "wearers?check=true", good));
        assertThat(clean.getBoolean("clean")).isTrue();
        assertThat(clean.getString("charset")).isEqualTo("GB18030");
        assertThat(clean.getInteger("added")).isEqualTo(1);
        assertThat(enrolled("周素芬")).isEmpty();

        assertThat(problem(upload(operator, "wearers", good), 400)).contains("check=true");
        String hash = clean.getString("sha256");
        assertThat(problem(upload(operator, "wearers?sha256=" + hash, bad.getBytes(UTF_8)), 409))
                .contains("not the file that was looked at");
        assertThat(json(upload(operator, "wearers?sha256=" + hash, good)).getInteger("added"))
                .isEqualTo(1);
        assertThat(enrolled("周素芬")).hasSize(1);
        assertThat(json(upload(operator, "wearers?check=true", good)).getInteger("unchanged"))
                .isEqualTo(1);

        problem(upload(care, "wearers?check=true", good), 403);
        problem(upload(worker, "wearers?check=true", good), 403);
        problem(upload(town.somebody(), "wearers?check=true", good), 401);
        problem(upload(operator, "people?check=true", good), 400);
    }

    @Test
    void aFileOfThousandsOfRowsIsTakenAndOneOfMoreThan8MiBIsNot() {
        StringBuilder rows = new StringBuilder(WEARERS);
        for (int i = 0; i < 3000; i++) {
            rows.append("many-").append(i).append(",某某").append(",,,,,,,,,,\n");
        }
        assertThat(rows.length()).isGreaterThan(64 * 1024 / 2);
        JsonObject report =
                json(upload(operator, "wearers?check=true", rows.toString().getBytes(UTF_8)));
        assertThat(report.getInteger("added")).isEqualTo(3000);
        assertThat(answerTo(new byte[(8 << 20) + 1])).isIn(413, HUNG_UP);
        // Who has no cookie may not send so much.
        problem(upload(town.somebody(), "wearers?check=true", new byte[70_000]), 413);
    }

    @Test
    void careStaffEnrolSomebodyWithABandOrAreToldWhichCellIsWrong() {
        String band = register("office-1");
        JsonObject wrong = new JsonObject()
                .put("name", "何淑珍")
                .put("born", "1950-02-30")
                .put(
                        "contacts",
                        new JsonArray().add(new JsonObject().put("name", "何军").put("phone", "abc")));
        HttpResponse<String> refused = care.post("/api/enrolments", wrong.encode());
        problem(refused, 400);
        assertThat(cells(new JsonObject(refused.body()))).containsExactly("2 born 1950-02-30", "2 phone abc");

        JsonObject right =
                wrong.copy().put("born", "1950-02-28").put("grid", grid()).put("band", "office-1");
        right.getJsonArray("contacts").getJsonObject(0).put("phone", "000-0009-0001");
        JsonObject enrolled = json(care.post("/api/enrolments", right.encode()));
        assertThat(enrolled.getJsonArray("bands")).containsExactly("office-1");
        assertThat(problem(
                        care.post(
                                "/api/enrolments",
                                right.copy().put("name", "别人").encode()),
                        409))
                .contains("office-1 is with wearer");
        assertThat(enrolled("别人")).isEmpty();
        assertThat(looks(enrolled.getLong("id"))).contains("enrolled");
        await().until(() -> connects("office-1", band));
        problem(worker.post("/api/enrolments", right.encode()), 403);
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

            json(supervisor.post("/api/devices/" + band + "/commands", "{\"type\":\"locate\"}"));
            client.publish(
                    "kanhu/v1/" + band + "/telemetry",
                    "{\"ts\":" + System.currentTimeMillis() + ",\"loc\":{\"lat\":35.03,\"lon\":110.99,\"acc\":10}}");
            await().until(() -> state(band).equals("answered"));

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

    @Test
    void aMonthIsSettledByAreaExportedForSpreadsheetsAndClosedWhenItIsOver() {
        YearMonth now = YearMonth.now(CITY);
        YearMonth last = now.minusMonths(1);
        town.jdbi().useHandle(handle -> {
            handle.execute("UPDATE band SET created_at = created_at - interval '70 days' WHERE id LIKE 'demo-%'");
            handle.execute("UPDATE wearer SET name = '=HYPERLINK(\"x\")' WHERE id = ?", town.wearer(9));
        });
        JsonObject table = json(operator.get("/api/settlement"));
        assertThat(table.getString("now")).isEqualTo(now.toString());
        JsonObject month = find(table.getJsonArray("months"), "month", last.toString());
        int days = month.getJsonArray("areas").stream()
                .mapToInt(area -> ((JsonObject) area).getInteger("days"))
                .sum();
        assertThat(days).isEqualTo(10 * last.lengthOfMonth());

        assertThat(problem(operator.post("/api/settlement/" + now + "/close"), 409))
                .contains("is not over");
        problem(supervisor.post("/api/settlement/" + last + "/close"), 403);
        assertThat(json(operator.post("/api/settlement/" + last + "/close")).getString("by"))
                .isEqualTo("operator");
        assertThat(problem(operator.post("/api/settlement/" + last + "/close"), 409))
                .contains("was closed by operator");

        HttpResponse<String> file = supervisor.get("/api/settlement/" + last + "/file");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"settlement-" + last + ".csv\"");
        assertThat(file.body())
                .startsWith("\uFEFF月份,")
                .contains("," + last.lengthOfMonth() + ",")
                .contains("'=HYPERLINK");
        json(operator.put("/api/settlement/rule", "{\"basis\":\"either\",\"hours\":8}"));
        assertThat(json(operator.get("/api/settlement")).getJsonObject("rule").getDouble("hours"))
                .isEqualTo(8);
        json(operator.put("/api/settlement/rule", "{\"basis\":\"assigned\",\"hours\":12}"));
        problem(operator.put("/api/settlement/rule", "{\"basis\":\"guess\",\"hours\":12}"), 400);
        problem(operator.get("/api/settlement?until=2026-13"), 400);
        problem(care.get("/api/settlement"), 403);
    }

    @Test
    void aGridIsDrawnAndSomebodysHomeIsFoundInIt() {
        String grid = grid();
        String square = """
                {"type":"Feature","properties":{"code":"%s","name":"x","level":"grid"},"geometry":{"type":"Polygon",
                 "coordinates":[[[120,30],[120.01,30],[120.01,30.01],[120,30.01],[120,30]]]}}""".formatted(grid);
        JsonObject checked = json(places("?check=true", square));
        assertThat(checked.getInteger("drawn")).isEqualTo(1);
        assertThat(json(operator.get("/api/places/at?latitude=30.005&longitude=120.005")))
                .isEmpty();
        json(places("", square));
        assertThat(json(care.get("/api/places/at?latitude=30.005&longitude=120.005"))
                        .getString("code"))
                .isEqualTo(grid);
        JsonObject drawn = find(json(care.get("/api/places?shapes=true")).getJsonArray("places"), "code", grid);
        assertThat(drawn.getJsonObject("shape").getString("type")).isEqualTo("Polygon");

        String parent = drawn.getString("parent");
        String over =
                square.replace(grid, "office-grid").replace("\"level\"", "\"parent\":\"" + parent + "\",\"level\"");
        json(places("", over));
        JsonObject overlap = json(operator.get("/api/places/overlaps"))
                .getJsonArray("overlaps")
                .getJsonObject(0);
        assertThat(List.of(overlap.getString("one"), overlap.getString("other")))
                .containsExactlyInAnyOrder(grid, "office-grid");

        JsonObject bad = json(places("?check=true", "{\"type\":\"FeatureCollection\"}"));
        assertThat(bad.getJsonArray("bad").getJsonObject(0).getString("reason")).contains("no GeoJSON");
        problem(places("", "{"), 400);
        problem(worker.get("/api/places"), 403);
    }

    @Test
    void aShiftIsPlannedAndSeenInTheWeekAndTheLadderNamesWhoWouldBeCalled() {
        JsonObject week = json(supervisor.get("/api/roster/week"));
        JsonObject first = week.getJsonArray("grids").getJsonObject(0);
        assertThat(first.getJsonArray("duties")).isNotEmpty();
        String code = json(supervisor.get("/api/roster/workers"))
                .getJsonArray("workers")
                .getJsonObject(0)
                .getString("code");
        Instant from = Instant.now().plus(400, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        JsonObject shift = json(supervisor.post(
                "/api/roster/shifts",
                new JsonObject()
                        .put("worker", code)
                        .put("grid", first.getString("grid"))
                        .put("duty", "backup")
                        .put("from", from.toString())
                        .put("until", from.plusSeconds(3600).toString())
                        .encode()));
        String path = "/api/roster/shifts/" + shift.getLong("id");
        assertThat(json(supervisor.get("/api/roster/shifts?grid=" + first.getString("grid")))
                        .getJsonArray("shifts"))
                .contains(shift);
        assertThat(supervisor.delete(path).statusCode()).isEqualTo(204);
        problem(supervisor.delete(path), 404);
        problem(worker.get("/api/roster/week"), 403);
        problem(supervisor.get("/api/roster/week?from=monday"), 400);

        JsonObject preview = json(supervisor.get("/api/wearers/" + town.wearer(0) + "/ladder"));
        JsonArray calls = preview.getJsonArray("steps").getJsonObject(0).getJsonArray("calls");
        assertThat(calls.stream().map(JsonObject.class::cast)).anySatisfy(call -> {
            assertThat(call.getString("whom")).isEqualTo("on_duty");
            assertThat(call.getBoolean("reachable")).isTrue();
            assertThat(call.getString("name")).isNotBlank();
        });
        long ladder = preview.getJsonObject("ladder").getLong("id");
        assertThat(json(supervisor.get("/api/ladders/" + ladder + "/versions")).getJsonArray("ladders"))
                .isNotEmpty();
        problem(supervisor.get("/api/wearers/999999/ladder"), 404);
    }

    private static HttpResponse<String> upload(Person person, String kind, byte[] file) {
        return person.send(person.request("/api/imports/" + kind)
                .POST(BodyPublishers.ofByteArray(file))
                .header("Content-Type", "text/csv"));
    }

    /** The server need not wait for the rest of what it will not take. */
    private static int answerTo(byte[] file) {
        try {
            return upload(operator, "wearers?check=true", file).statusCode();
        } catch (UncheckedIOException e) {
            return HUNG_UP;
        }
    }

    private static HttpResponse<String> places(String query, String file) {
        return operator.post("/api/places" + query, file);
    }

    private static List<String> cells(JsonObject report) {
        return report.getJsonArray("bad").stream()
                .map(JsonObject.class::cast)
                .map(cell -> cell.getInteger("line") + " " + cell.getString("column") + " " + cell.getString("value"))
                .toList();
    }

    private static JsonArray enrolled(String name) {
        return json(operator.get("/api/enrolments?search=" + URLEncoder.encode(name, UTF_8)))
                .getJsonArray("people");
    }

    private static String register(String band) {
        return json(operator.post("/api/bands", "{\"id\":\"" + band + "\",\"model\":\"W1\"}"))
                .getString("secret");
    }

    private static long wearerOf(String name) {
        return json(operator.post("/api/enrolments", "{\"name\":\"" + name + "\"}"))
                .getLong("id");
    }

    private static String grid() {
        return json(operator.get("/api/places")).getJsonArray("places").stream()
                .map(JsonObject.class::cast)
                .filter(place -> place.getString("level").equals("grid"))
                .findFirst()
                .orElseThrow()
                .getString("code");
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
        return json(supervisor.get("/api/devices/" + band))
                .getJsonArray("commands")
                .getJsonObject(0)
                .getString("state");
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
