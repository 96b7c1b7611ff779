package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the office has to look at, and who is due for a test, in a town whose mail server is away. */
class WatchIT {
    @TempDir
    static Path data;

    private static Town town;

    @BeforeAll
    static void start() throws IOException {
        town = Town.start(
                data,
                Map.of(
                        "kanhu.channels.email.host",
                        "127.0.0.1",
                        "kanhu.channels.email.port",
                        String.valueOf(closedPort()),
                        "kanhu.channels.email.tls",
                        "none",
                        "kanhu.channels.email.from",
                        "kanhu@example.org"));
        town.jdbi().useHandle(h -> h.execute("UPDATE worker SET email = 'somebody@example.org'"));
        // It looks for gaps in ladders at its start, and again after a minute.
        town.restart();
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aCallThatReachedNobodyIsThereUntilAPageHasShownItWithWhatToDo() throws MqttException {
        town.press(0, "unheard");
        // It has waited for a minute.
        town.jdbi().useHandle(h -> h.execute("UPDATE alert SET received_at = received_at - INTERVAL '1 minute'"));
        long alert = town.jdbi()
                .withHandle(h ->
                        h.createQuery("SELECT id FROM alert").mapTo(long.class).one());

        JsonObject item = items("").getFirst();
        assertThat(item.getString("kind")).isEqualTo("undelivered");
        assertThat(item.getLong("alertId")).isEqualTo(alert);
        assertThat(item.getString("detail")).contains("电话");
        assertThat(items("?lang=en").getFirst().getString("detail")).contains("telephone");

        assertThat(town.loggedIn(Town.WORKER)
                        .post("/api/alerts/" + alert + "/receipt")
                        .statusCode())
                .isEqualTo(204);
        assertThat(kinds()).doesNotContain("undelivered");
        problem(town.loggedIn(Town.WORKER).get("/api/attention"), 403);
        problem(town.somebody().get("/api/attention"), 401);
        problem(town.loggedIn("operator").get("/api/attention?lang=fr"), 400);
    }

    @Test
    void aChannelThatFailsAndStepsThatReachNobodyAreThereToo() {
        for (String worker : List.of(Town.WORKER, "worker2", "worker3")) {
            Person person = town.loggedIn(worker);
            assertThat(json(person.get("/api/me/channels")).getJsonArray("channels"))
                    .contains("email");
            assertThat(json(person.post("/api/me/channels/email/test")).getString("result"))
                    .isEqualTo("failed");
        }
        JsonObject failing = items("?lang=en").stream()
                .filter(item -> item.getString("kind").equals("channel_failing"))
                .findFirst()
                .orElseThrow();
        assertThat(failing.getString("detail")).contains("email", "no answer from the mail server", "telephone");

        await().until(() -> kinds().contains("ladder_gaps"));
        JsonObject gaps = items("?lang=en").stream()
                .filter(item -> item.getString("kind").equals("ladder_gaps"))
                .findFirst()
                .orElseThrow();
        assertThat(gaps.getLong("count")).isEqualTo(10);
        assertThat(gaps.getString("detail")).contains("the channel is not set up");
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

    private static List<JsonObject> items(String query) {
        JsonArray items =
                json(town.loggedIn("operator").get("/api/attention" + query)).getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> kinds() {
        return items("").stream().map(item -> item.getString("kind")).toList();
    }

    private static long looks() {
        return town.jdbi()
                .withHandle(h -> h.createQuery("SELECT count(*) FROM audit_read WHERE what = 'test presses'")
                        .mapTo(long.class)
                        .one());
    }
}
