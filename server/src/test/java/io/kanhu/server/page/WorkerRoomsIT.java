package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.WKBWriter;

/** The rooms of the worker's page besides the calls, how fast it comes, and whether everybody can use it. */
@Tag("long")
class WorkerRoomsIT {
    private static final int MOST_BYTES = 250_000;
    private static final String[] ROOMS = {"calls", "people", "shift", "settings"};

    @TempDir
    static Path data;

    private static Stage stage;
    private static Town town;
    private static Browser browser;

    @BeforeAll
    static void start() {
        stage = Stage.set(data, Map.of("kanhu.map.tiles", "https://{s}.tiles.example/{z}/{x}/{y}.png"));
        town = stage.town();
        browser = stage.browser();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    /** Leaves nothing open for the next test. */
    @AfterEach
    void closeCases() {
        town.jdbi().useHandle(handle -> handle.execute("UPDATE alert SET state = 'closed', next_action_at = NULL"));
    }

    @Test
    void myPeopleAreThoseOfMyGridsWithWhatIsOddFirstAndEachLookIsLogged() throws MqttException {
        drawGrids();
        try (BandClient band = town.connect(1)) {
            band.publish(
                    "kanhu/v1/" + town.band(1) + "/telemetry",
                    "{\"ts\":" + System.currentTimeMillis() + ",\"hr\":139,\"batt\":4}");
        }
        Person worker = town.loggedIn(Town.WORKER);
        await().untilAsserted(() ->
                assertThat(people(worker).getJsonObject(0).getJsonArray("odd")).contains("pulse_high", "battery_low"));
        assertThat(people(worker).getJsonObject(0).getLong("id")).isEqualTo(town.wearer(1));
        assertThat(people(worker).encode()).doesNotContain("latest").contains("gcj02");
        assertThat(json(worker.get("/api/me/grids"))
                        .getJsonArray("features")
                        .getJsonObject(0)
                        .getJsonObject("geometry")
                        .getString("type"))
                .isEqualTo("MultiPolygon");
        assertThat(problem(town.loggedIn("operator").get("/api/me/wearers"), 403))
                .contains("/console/");
        long before = looks();

        try (Phone phone = room("people")) {
            assertThat(phone.page().locator("[data-testid=people] li").first()).containsText(town.wearerName(1));
            assertThat(phone.page().locator("[data-testid=people] li").first()).containsText("心率快");
            phone.photograph("people");
            assertThat(looks()).isGreaterThan(before);
            phone.see("people-map").tap();
            assertThat(phone.page().locator(".home").first()).isVisible();
            assertThat(phone.page().locator("path.grid-outline").first()).isVisible();
            phone.photograph("people-map");
            Lens.check(phone.page(), "map");
            phone.see("people-list").tap();
            phone.see("people-find").fill(town.wearerName(1));
            phone.see("wearer-" + town.wearer(1)).tap();
            assertThat(phone.see("wearer")).containsText("139");
            assertThat(phone.see("wearer")).not().containsText("最后位置");
            phone.photograph("wearer");
            Lens.check(phone.page(), "wearer");
            phone.see("people-back").tap();
            assertThat(phone.see("people")).isVisible();
        }
    }

    @Test
    void aWorkerIsOffComesBackSwapsAndTriesWhetherTheyAreReached() {
        try (Phone phone = room("shift")) {
            assertThat(phone.see("duty")).hasText("您正在值班");
            phone.see("off").tap();
            phone.photograph("shift-off");
            Lens.check(phone.page(), "being off");
            phone.see("off-send").tap();
            assertThat(phone.see("shift-said")).containsText("已记录");
            assertThat(phone.see("duty")).hasText("您已请假，不会被呼叫");
            phone.photograph("shift");
            phone.see("come-back").tap();
            assertThat(phone.see("duty")).hasText("您正在值班");

            phone.see("swap").tap();
            phone.see("swap-send").tap();
            assertThat(phone.see("shift-said")).containsText("对方同意后生效");
            assertThat(phone.page().locator("[data-testid^=swap-]").first()).containsText("等对方同意");

            try (Phone other = Phone.in(browser, town)) {
                other.logIn("worker2", town.password("worker2"));
                assertThat(other.see("connection")).hasAttribute("data-state", "open");
                long alerts = count("SELECT count(*) FROM alert");
                phone.see("practise").tap();
                assertThat(phone.see("ringing")).containsText("测试呼叫");
                assertThat(phone.page().locator("html")).hasAttribute("data-sounds", "yes");
                phone.photograph("practice");
                Lens.check(phone.page(), "test alert");
                phone.see("acknowledge").tap();
                assertThat(phone.see("ringing")).hasCount(0);
                assertThat(phone.see("practice-last")).containsText("已应答");
                assertThat(other.see("ringing")).hasCount(0);
                assertThat(count("SELECT count(*) FROM alert")).isEqualTo(alerts);
            }
            await().until(() ->
                    count("SELECT count(*) FROM practice_call WHERE answer = 'going' AND shown_at IS NOT NULL") == 1);
            assertThat(phone.complaints()).isEmpty();
        }
    }

    @Test
    void lettersAndColoursAreKeptOnThePhone() {
        try (Phone phone = room("settings")) {
            phone.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertThat(phone.page().locator("html")).hasAttribute("data-theme", "dark");
            phone.see("themeIs-light").tap();
            phone.see("textIs-150").tap();
            phone.photograph("settings-150");
            phone.page().reload();
            assertThat(phone.page().locator("html")).hasAttribute("data-theme", "light");
            assertThat(phone.page().locator("html")).hasAttribute("data-text", "150");
            assertThat(phone.see("sound-result")).containsText("确认听到");
        }
    }

    @Test
    void everyRoomCanBeUsedByEverybodyInBothLanguagesByDayAndByNight() throws MqttException {
        town.press(2, "axe");
        try (Phone phone = Phone.in(browser, town)) {
            Lens.check(phone.page(), "door");
            phone.photograph("door");
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            assertThat(phone.see("call-family")).isVisible();
            Lens.check(phone.page(), "ring");
            phone.see("acknowledge").tap();
            assertThat(phone.page().locator("alert-card .told")).isVisible();
            for (ColorScheme light : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                phone.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
                for (int language = 0; language < 2; language++) {
                    for (String room : ROOMS) {
                        phone.see("menu-" + room).tap();
                        assertThat(phone.see("menu-" + room)).hasAttribute("aria-current", "page");
                        assertThat(phone.page().locator("main.view :is(h1, h2)").first())
                                .isVisible();
                        String view = room + "-" + light.name().toLowerCase(Locale.ROOT) + "-"
                                + phone.page().locator("html").getAttribute("lang");
                        phone.photograph(view);
                        Lens.check(phone.page(), view);
                    }
                    phone.see("language").tap();
                }
            }
            assertThat(phone.complaints()).isEmpty();
        }
    }

    @Test
    void aColdPhoneOnAPoorLineHasThePageWithFewBytes() {
        try (Phone phone = Phone.blank(browser, town)) {
            CDPSession session = phone.context().newCDPSession(phone.page());
            AtomicLong bytes = new AtomicLong();
            session.on(
                    "Network.loadingFinished",
                    event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
            session.send("Network.enable");
            session.send("Network.emulateNetworkConditions", thirdGeneration());
            phone.page().navigate("/");
            assertThat(phone.see("login-submit")).isVisible();
            Object paint = phone.page().evaluate("""
                    () => Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)
                    """);
            Object door = phone.page().evaluate("""
                    () => Math.round(Math.max(...performance.getEntriesByType('resource').filter(one => one.name.endsWith('.js'))
                      .filter(one => /login|lit|words/.test(one.name)).map(one => one.responseEnd)))
                    """);
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            assertThat(phone.see("menu-calls")).isVisible();
            phone.page().waitForLoadState();
            System.out.printf(
                    "cold on 3G: first paint %s ms, the door's code there after %s ms, %d bytes up to the list of calls%n",
                    paint, door, bytes.get());
            assertThat(bytes.get()).isBetween(10_000L, (long) MOST_BYTES);
        }
    }

    @Test
    void onlyFilesAreCompressedAndWhatAPhoneKeepsIsAllThere() {
        Person somebody = town.somebody();
        HttpResponse<String> script = somebody.send(
                somebody.request("/app.js").header("Accept-Encoding", "gzip").GET());
        assertThat(script.headers().firstValue("Content-Encoding")).contains("gzip");
        HttpResponse<String> answer = somebody.send(somebody.request("/api/session")
                .header("Accept-Encoding", "gzip")
                .GET());
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(somebody.get("/")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("img-src 'self' data: https://*.tiles.example;");
        JsonArray files = json(somebody.get("/shell.json")).getJsonArray("files");
        try (Phone phone = room("people")) {
            phone.see("menu-shift").tap();
            phone.see("menu-settings").tap();
            assertThat(phone.see("sound-again")).isVisible();
            List<?> loaded = (List<?>) phone.page().evaluate("""
                    () => performance.getEntriesByType('resource').map(one => new URL(one.name))
                      .filter(url => url.origin === location.origin && /[.](js|css)$/.test(url.pathname) && url.pathname !== '/sw.js')
                      .map(url => url.pathname)
                    """);
            assertThat(files.stream().map(String::valueOf))
                    .containsAll(loaded.stream().map(String::valueOf).toList());
        }
        assertThat(files.stream().map(String::valueOf))
                .allSatisfy(file ->
                        assertThat(somebody.get(file).statusCode()).as(file).isEqualTo(200));
    }

    private static JsonObject thirdGeneration() {
        JsonObject line = new JsonObject();
        line.addProperty("offline", false);
        line.addProperty("latency", 150);
        line.addProperty("downloadThroughput", 1_600_000 / 8);
        line.addProperty("uploadThroughput", 750_000 / 8);
        return line;
    }

    private static Phone room(String name) {
        Phone phone = Phone.in(browser, town);
        phone.logIn(Town.WORKER, town.password(Town.WORKER));
        phone.see("menu-" + name).tap();
        return phone;
    }

    private static JsonArray people(Person worker) {
        return json(worker.get("/api/me/wearers")).getJsonArray("wearers");
    }

    private static long looks() {
        return count("SELECT count(*) FROM audit_read WHERE what = 'list'");
    }

    private static long count(String sql) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(long.class).one());
    }

    /** A square around the homes of each grid. */
    private static void drawGrids() {
        record Square(long grid, Envelope around) {}
        Stream<Square> squares = town
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT grid_id, min(home_longitude) AS west, max(home_longitude) AS east, min(home_latitude) AS south,
                               max(home_latitude) AS north
                          FROM wearer WHERE grid_id IS NOT NULL AND home_latitude IS NOT NULL GROUP BY grid_id
                        """)
                        .map((row, context) -> new Square(
                                row.getLong("grid_id"),
                                new Envelope(
                                        row.getDouble("west") - 0.001,
                                        row.getDouble("east") + 0.001,
                                        row.getDouble("south") - 0.001,
                                        row.getDouble("north") + 0.001)))
                        .list())
                .stream();
        squares.forEach(square -> town.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "INSERT INTO place_shape (grid_id, shape) VALUES (:grid, :shape) ON CONFLICT DO NOTHING")
                        .bind("grid", square.grid())
                        .bind("shape", new WKBWriter().write(polygon(square.around())))
                        .execute()));
    }

    private static Polygon polygon(Envelope around) {
        Coordinate[] corners = {
            new Coordinate(around.getMinX(), around.getMinY()),
            new Coordinate(around.getMaxX(), around.getMinY()),
            new Coordinate(around.getMaxX(), around.getMaxY()),
            new Coordinate(around.getMinX(), around.getMaxY()),
            new Coordinate(around.getMinX(), around.getMinY())
        };
        return new GeometryFactory().createPolygon(corners);
    }
}
