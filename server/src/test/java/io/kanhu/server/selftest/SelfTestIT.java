package io.kanhu.server.selftest;

import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that calls itself for help every second, and somebody outside who waits for it. */
class SelfTestIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    static Path data;

    private static final AtomicInteger beats = new AtomicInteger();
    private static final AtomicInteger answer = new AtomicInteger(204);
    private static HttpServer outside;
    private static Town town;

    @BeforeAll
    static void start() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/key", exchange -> {
            beats.incrementAndGet();
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        outside.start();
        town = Town.start(
                data,
                Map.of(
                        "kanhu.watch.self-test-seconds",
                        "1",
                        "kanhu.watch.heartbeat-url",
                        "http://127.0.0.1:" + outside.getAddress().getPort() + "/key"));
    }

    @AfterAll
    static void stop() {
        town.close();
        outside.stop(0);
    }

    @Test
    void itsCallsGoAllTheWayAndNobodyIsBothered() throws MqttException {
        Person operator = town.loggedIn("operator");
        town.press(0, "a real one");
        await().atMost(PATIENCE).until(() -> figure("kanhu_selftest_rounds_total{result=\"passed\"}") >= 3);

        assertThat(beats.get()).isGreaterThanOrEqualTo(3);
        assertThat(figure("kanhu_selftest_age_seconds")).isLessThan(30);
        for (String step : new String[] {"stored", "dispatched", "comforted"}) {
            assertThat(figure("kanhu_selftest_latency_seconds_count{step=\"" + step + "\"}"))
                    .as(step)
                    .isGreaterThanOrEqualTo(3);
        }
        assertThat(number("SELECT count(*) FROM alert a JOIN wearer w ON w.id = a.wearer_id"
                        + " WHERE w.synthetic AND a.state = 'closed' AND a.outcome = 'test'"))
                .isGreaterThanOrEqualTo(3);

        assertThat(json(operator.get("/api/alerts")).getJsonArray("alerts")).hasSize(1);
        assertThat(json(operator.get("/api/town")).getInteger("bands")).isEqualTo(10);
        assertThat(figure("kanhu_alerts_answered_seconds_count")).isZero();
        assertThat(operator.get("/api/ladders/gaps").body()).doesNotContain("selftest");
        Person administrator = town.loggedIn("administrator");
        for (String list : List.of("roster/week", "roster/workers", "places", "areas", "users", "bands", "devices")) {
            assertThat(administrator.get("/api/" + list))
                    .as(list)
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
                    .satisfies(answer -> assertThat(answer.body()).doesNotContain("selftest"));
        }
    }

    @Test
    void whatDoesNotGetThroughIsNotSaidToAndWhatWasLeftOpenIsClosedAfterwards() {
        town.jdbi().useHandle(h -> h.execute("UPDATE app_user SET disabled = true WHERE name LIKE 'selftest-%'"));
        await().atMost(PATIENCE).until(() -> figure("kanhu_selftest_rounds_total{result=\"failed\"}") > 0);
        int before = beats.get();
        assertThat(figure("kanhu_selftest_age_seconds")).isGreaterThan(8);
        // Each round ends what the one before it left open, and leaves its own.
        await().until(() -> number("SELECT count(*) FROM alert WHERE state = 'raised'") == 1);

        town.jdbi().useHandle(h -> h.execute("UPDATE app_user SET disabled = false WHERE name LIKE 'selftest-%'"));
        await().atMost(PATIENCE).until(() -> beats.get() > before);
        assertThat(figure("kanhu_selftest_age_seconds")).isLessThan(8);
        await().until(() ->
                number("SELECT count(*) FROM alert WHERE band LIKE 'selftest-%' AND state <> 'closed'") <= 1);
    }

    @Test
    void whatAServerLeftThatIsGoneIsEndedByAnother() {
        town.jdbi().useTransaction(h -> {
            h.execute("INSERT INTO worker (code, name) VALUES ('selftest-gone', 'selftest-gone')");
            h.execute(
                    "INSERT INTO roster_shift (worker_id, grid_id, starts_at)"
                            + " SELECT w.id, g.id, 'epoch' FROM worker w, grid g WHERE w.code = 'selftest-gone' AND g.code LIKE 'selftest-%'");
            h.execute("INSERT INTO wearer (code, name, synthetic, grid_id)"
                    + " SELECT 'selftest-gone', 'selftest-gone', true, id FROM grid WHERE code LIKE 'selftest-%'");
            h.execute("INSERT INTO alert (kind, severity, state, wearer_id, band, grid_id, raised_at, received_at)"
                    + " SELECT 'sos', 'emergency', 'dispatched', id, code, grid_id, at, at"
                    + " FROM wearer, (SELECT now() - INTERVAL '6 minutes') AS t (at) WHERE code = 'selftest-gone'");
        });
        await().atMost(PATIENCE)
                .until(() ->
                        number("SELECT count(*) FROM alert WHERE band = 'selftest-gone' AND state = 'closed'") == 1);
    }

    @Test
    void anotherStartTakesTheBandOverAndAWatcherWhoRefusesIsCounted() {
        answer.set(503);
        town.restart();
        await().atMost(PATIENCE).until(() -> figure("kanhu_heartbeats_total{result=\"failed\"}") > 0);
        assertThat(figure("kanhu_selftest_rounds_total{result=\"passed\"}")).isPositive();
        assertThat(number("SELECT count(*) FROM band WHERE id LIKE 'selftest-%'"))
                .isEqualTo(1);
        answer.set(200);
        await().atMost(PATIENCE).until(() -> figure("kanhu_heartbeats_total{result=\"heard\"}") > 0);
    }

    private static long number(String sql) {
        return town.jdbi().withHandle(h -> h.createQuery(sql).mapTo(long.class).one());
    }

    /** A figure as Prometheus reads it. */
    private static double figure(String name) {
        Person prometheus = new Person("http://127.0.0.1:" + town.node().metricsPort());
        return prometheus
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
