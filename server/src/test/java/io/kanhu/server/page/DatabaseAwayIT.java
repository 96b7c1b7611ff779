package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import com.sun.net.httpserver.HttpServer;
import io.kanhu.database.StoppablePostgres;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.EventStream;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is stopped, somebody presses, a worker hears of it and answers, the database comes back. */
@Tag("long")
class DatabaseAwayIT {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String LADDER = """
            {"kind":"sos","severity":"emergency","repeatSeconds":60,"silentSeconds":900,"rungs":[
              {"afterSeconds":0,"pages":[{"whom":"on_duty","by":"app"},{"whom":"on_duty","by":"sms"}]},
              {"afterSeconds":600,"pages":[{"whom":"backup","by":"app"}]}]}""";

    @TempDir
    private Path directory;

    /** A gateway for telephones: remembers the ids of what it takes. */
    private record Gateway(HttpServer server, List<String> ids, List<String> bodies) implements AutoCloseable {
        static Gateway open() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Gateway gateway = new Gateway(server, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
            server.createContext("/", exchange -> {
                gateway.bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                gateway.ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            return gateway;
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void anSosPressedWhileTheDatabaseIsAwayIsHeardAnsweredAndOnFileAfterwards() throws Exception {
        StoppablePostgres database = StoppablePostgres.startIn(directory.resolve("elsewhere"));
        try (Gateway gateway = Gateway.open();
                Town town = Town.startOn(
                        database.target(),
                        database,
                        directory.resolve("data"),
                        Map.of(
                                "kanhu.channels.webhook.url",
                                gateway.url(),
                                "kanhu.channels.webhook.secret",
                                SECRET,
                                "kanhu.outage.tell-after-millis",
                                "500"));
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = Phone.launch(playwright)) {
            json(town.loggedIn("operator").put("/api/ladders", LADDER));
            // It remembers the town from its start.
            town.restart();
            awaitRoster(town);
            Person worker = town.loggedIn(Town.WORKER);
            Person operator = town.loggedIn("operator");
            assertThat(operator.get("/api/troubles").body()).doesNotContain("\"database\"");
            try (EventStream stream = worker.watch(null);
                    Phone phone = Phone.in(browser, town);
                    BandClient band = town.connect(0)) {
                phone.logIn(Town.WORKER, town.password(Town.WORKER));
                assertThat(phone.see("connection")).hasAttribute("data-state", "open");

                database.stop();
                IMqttToken sent = band.send(
                        "kanhu/v1/" + town.band(0) + "/sos",
                        "{\"id\":\"away\",\"pressMs\":3200,\"loc\":{\"lat\":35.03,\"lon\":110.99,\"acc\":12}}"
                                .getBytes(StandardCharsets.UTF_8));
                JsonObject call =
                        stream.await("held", held -> held.getBoolean("rings")).data();
                assertThat(call.getString("wearer")).isEqualTo(town.wearerName(0));
                assertThat(call.getString("address")).isNotBlank();
                assertThat(call.getJsonObject("place").getDouble("latitude")).isEqualTo(35.03);
                await().until(() -> !gateway.ids().isEmpty());
                assertThat(gateway.bodies().getFirst()).contains(town.wearerName(0));
                assertThat(sent.isComplete()).isFalse();
                assertThat(phone.see("ringing")).containsText(town.wearerName(0));
                assertThat(phone.see("without-database")).isVisible();
                phone.photograph("database-away");
                assertThat(operator.get("/api/troubles").body()).contains("\"database\"");
                // A page that comes only now is let in and rings, too.
                try (EventStream late = worker.watch(null)) {
                    late.await("held", held -> held.getBoolean("rings"));
                }
                phone.see("acknowledge-held").tap();
                stream.await("held", held -> held.getBoolean("mine"));
                assertThat(phone.see("ringing")).not().isVisible();

                database.start();
                await().atMost(Duration.ofSeconds(30)).until(sent::isComplete);
                assertThat(sent.getException()).isNull();
                JsonObject over =
                        stream.await("held", held -> held.getBoolean("over")).data();
                long alert = over.getLong("alertId");
                assertThat(phone.see("alert-" + alert)).containsText("数据库不可用期间派单");
                assertThat(phone.see("alert-" + alert)).containsText("您已接单");
                assertThat(phone.see("held-" + call.getString("key"))).hasCount(0);
                phone.photograph("database-back");

                JsonObject file = json(worker.get("/api/alerts/" + alert));
                assertThat(file.getJsonObject("alert").getString("state")).isEqualTo("acknowledged");
                assertThat(file.getJsonObject("alert").getBoolean("withoutDatabase"))
                        .isTrue();
                assertThat(file.getJsonArray("events").stream().map(event -> ((JsonObject) event).getString("kind")))
                        .startsWith("raised", "told_without_database")
                        .endsWith("acknowledged")
                        .doesNotContain("dispatched");
                assertThat(count(town, "SELECT count(*) FROM alert")).isEqualTo(1);
                assertThat(count(town, "SELECT count(*) FROM sos_press")).isEqualTo(1);
                assertThat(count(town, """
                                SELECT count(*) FROM (SELECT FROM notification WHERE worker_id IS NOT NULL
                                 GROUP BY worker_id, channel HAVING count(*) > 1) twice""")).isZero();
                assertThat(gateway.ids()).doesNotHaveDuplicates();
                assertThat(gateway.ids())
                        .hasSize((int) count(town, "SELECT count(*) FROM notification WHERE channel = 'sms'"));
                await().untilAsserted(() ->
                        assertThat(town.data().resolve("held-calls.journal")).isEmptyFile());
            }
        }
    }

    private static void awaitRoster(Town town) {
        Person operator = new Person(town.metrics().replace("/metrics", ""));
        await().until(() -> operator.get("/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("kanhu_roster_bytes ")
                        && Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0));
    }

    private static long count(Town town, String query) {
        return town.jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(long.class).one());
    }
}
