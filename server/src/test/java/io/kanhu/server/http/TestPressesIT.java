package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is due for a test press, and who may know. */
class TestPressesIT {
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
    void whoIsDueForATestIsShownToThoseWhoMayAndTheLookIsWritten() {
        JsonObject all = json(town.loggedIn("supervisor").get("/api/test-presses/due?limit=3"));
        assertThat(all.getInteger("due")).isEqualTo(10);
        assertThat(all.getInteger("days")).isEqualTo(31);
        assertThat(all.getJsonArray("people")).hasSize(3);
        assertThat(looks()).isEqualTo(3);

        JsonObject numbers = json(town.loggedIn("operator").get("/api/test-presses/due"));
        assertThat(numbers.getInteger("due")).isEqualTo(10);
        assertThat(numbers.getJsonArray("people")).isEmpty();
        assertThat(looks()).isEqualTo(3);

        String grid = numbers.getJsonArray("grids").getJsonObject(0).getString("grid");
        JsonObject mine = json(town.loggedIn(Town.WORKER).get("/api/test-presses/due?grid=" + grid));
        assertThat(mine.getJsonArray("grids")).hasSize(1);
        assertThat(mine.getJsonArray("people")).isNotEmpty();
        problem(town.loggedIn("operator").get("/api/test-presses/due?month=2026-13"), 400);
        // A month that is over is looked at from its end, which is the city's.
        assertThat(json(town.loggedIn("operator").get("/api/test-presses/due?month=2026-01"))
                        .getString("at"))
                .isEqualTo("2026-01-31T16:00:00Z");
        assertThat(new Person(town.metrics()).get("").body()).contains("kanhu_test_presses_due ");
    }

    private static long looks() {
        return town.jdbi()
                .withHandle(h -> h.createQuery("SELECT count(*) FROM audit_read WHERE what = 'test_presses'")
                        .mapTo(long.class)
                        .one());
    }
}
