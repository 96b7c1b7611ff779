package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else the office does over HTTP: settling months, drawing places, planning shifts. */
class OfficeIT {
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

    private static HttpResponse<String> places(String query, String file) {
        return operator.post("/api/places" + query, file);
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
}
