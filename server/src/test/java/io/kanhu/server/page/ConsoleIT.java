package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.SelectOption;
import io.kanhu.database.upkeep.Hours;
import io.kanhu.database.upkeep.RollUp;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.kanhu.server.demo.Demo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console as supervisors and care staff have it on their screens. */
@Tag("long")
class ConsoleIT {
    @TempDir
    static Path data;

    private static Stage stage;
    private static Town town;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        stage = Stage.set(data);
        town = stage.town();
        browser = stage.browser();
        Demo.draw(town.node(), data);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void theBoardShowsEachStepOfACaseAtOnceAndIsLoudWhileNobodyHasHeardOfIt() throws MqttException {
        Person worker = town.loggedIn(Town.WORKER);
        try (Desk desk = Desk.in(browser, town)) {
            desk.logIn("supervisor", town.password("supervisor"));
            assertThat(desk.see("connection")).hasAttribute("data-state", "open");
            BoardTimes.note(desk);

            town.press(0, "board");
            long pressed = System.currentTimeMillis();
            long id = json(worker.get("/api/alerts"))
                    .getJsonArray("alerts")
                    .getJsonObject(0)
                    .getLong("id");
            Locator card = desk.see("alert-" + id);
            assertThat(desk.see("column-waiting").getByTestId("alert-" + id)).containsText(town.wearerName(0));
            assertThat(card.getByTestId("ladder")).containsText("第 1/5 级");
            assertThat(desk.see("map")).hasAttribute("data-marks", Pattern.compile("[1-9].*"));
            // As if it had waited for so long.
            town.jdbi()
                    .useHandle(h -> h.execute(
                            "UPDATE alert SET received_at = received_at - interval '16 seconds' WHERE id = ?", id));
            assertThat(desk.see("trouble-undelivered")).isVisible();
            assertThat(card.getByTestId("unheard")).isVisible();
            desk.photograph("console-undelivered");
            desk.isFitForEverybody("board, undelivered");
            assertThat(worker.post("/api/alerts/" + id + "/receipt").statusCode())
                    .isEqualTo(204);
            assertThat(desk.see("trouble-undelivered")).hasCount(0);

            long acknowledged = step(worker, id, "acknowledge", "{}");
            assertThat(desk.see("column-acknowledged").getByTestId("alert-" + id))
                    .isVisible();
            long arrived = step(worker, id, "arrive", "{}");
            assertThat(desk.see("column-on_scene").getByTestId("alert-" + id)).isVisible();
            long resolved = step(worker, id, "resolve", "{\"outcome\":\"helped\"}");
            assertThat(desk.see("column-resolved").getByTestId("alert-" + id)).isVisible();
            BoardTimes.print(desk, id, "dispatched", pressed);
            BoardTimes.print(desk, id, "acknowledged", acknowledged);
            BoardTimes.print(desk, id, "on_scene", arrived);
            BoardTimes.print(desk, id, "resolved", resolved);

            card.getByTestId("open").click();
            desk.see("case-callback").click();
            desk.see("note").fill("老人一切安好");
            desk.see("question-send").click();
            assertThat(desk.see("events")).containsText("老人一切安好");
            desk.photograph("console-case");
            desk.isFitForEverybody("case");
            desk.see("case-close").click();
            assertThat(card).hasCount(0);
            assertThat(desk.complaints()).isEmpty();
        }
    }

    @Test
    void aSupervisorGivesACaseToSomebodyWritesToAllAndTakesItOver() throws MqttException {
        try (Desk desk = Desk.onTheWall(browser, town)) {
            desk.logIn("supervisor", town.password("supervisor"));
            assertThat(desk.see("connection")).hasAttribute("data-state", "open");
            town.press(1, "given");
            Locator card =
                    desk.page().locator(".case").filter(new Locator.FilterOptions().setHasText(town.wearerName(1)));
            card.getByTestId("reassign").click();
            String name = town.jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT name FROM worker WHERE code = 'demo-worker-7'")
                            .mapTo(String.class)
                            .one());
            desk.see("worker")
                    .selectOption(new SelectOption()
                            .setValue(town.jdbi()
                                    .withHandle(handle -> handle.createQuery(
                                                    "SELECT id::text FROM worker WHERE code = 'demo-worker-7'")
                                            .mapTo(String.class)
                                            .one())));
            desk.see("note").fill("离得最近");
            desk.see("question-send").click();
            assertThat(card.getByTestId("asked")).containsText(name);
            assertThat(card).containsText("离得最近");
            assertThat(desk.see("events")).containsText("转派");
            desk.see("case-comment").click();
            desk.see("note").fill("单元门密码 2580");
            desk.see("question-send").click();
            assertThat(card).containsText("单元门密码 2580");
            desk.photograph("console-wall");
            desk.see("case-shut").click();
            card.getByTestId("takeover").click();
            desk.see("question-send").click();
            assertThat(desk.see("column-acknowledged")).containsText(town.wearerName(1));

            desk.see("messages").click();
            desk.see("message-text").fill("今晚降温，请给独居老人打电话");
            desk.see("message-send").click();
            assertThat(desk.see("sent")).containsText("已读 0/");
            desk.isFitForEverybody("messages");
            desk.photograph("console-messages");
            assertThat(desk.complaints()).isEmpty();
        }
    }

    @Test
    void aWearersMonthIsDrawnFastWithWhatIsUsualForThemAndPlacesOnlyForAReason() {
        measureAMonth(2);
        try (Desk desk = Desk.in(browser, town)) {
            desk.logIn("care", town.password("care"));
            desk.see("room-wearer").click();
            desk.see("wearer-q").fill(town.wearerName(2));
            desk.see("wearer-search").click();
            desk.photograph("console-people");
            desk.isFitForEverybody("people");
            desk.see("wearers")
                    .locator("a[href='#wearer/" + town.wearer(2) + "']")
                    .click();
            Locator charts = desk.page().locator("vital-charts");
            assertThat(charts).hasAttribute("data-drawn-ms", Pattern.compile(".+"));
            desk.photograph("console-wearer-day");
            desk.page().evaluate("() => delete document.querySelector('vital-charts').dataset.drawnMs");
            desk.see("span-month").click();
            assertThat(charts).hasAttribute("data-drawn-ms", Pattern.compile(".+"));
            System.out.printf(
                    "console: 30 days, %s points, drawn in %s ms%n",
                    charts.getAttribute("data-points"), charts.getAttribute("data-drawn-ms"));
            // 200 ms is the aim; a machine that builds beside it takes longer.
            desk.photograph("console-wearer-month");
            desk.see("show-places").click();
            assertThat(desk.page().locator(".problem")).containsText("事由");
            desk.see("places-reason").fill("家属报走失");
            desk.see("show-places").click();
            assertThat(desk.see("whereabouts")).containsText("个位置");
            desk.see("consent-note").fill("社区档案柜");
            desk.see("consent-give").click();
            assertThat(desk.see("consent")).containsText("社区档案柜");
            desk.see("consent-withdraw").click();
            assertThat(desk.see("consent")).containsText("已撤回");
            desk.see("note-text").fill("膝盖不好，爱听戏");
            desk.see("add-note").click();
            assertThat(desk.see("notes")).containsText("膝盖不好，爱听戏");
            desk.see("visit-note").fill("上门量了血压，132/78");
            desk.see("add-visit").click();
            assertThat(desk.see("visits")).containsText("132/78");
            desk.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of("target", "screenshots", "console-wearer-whole.png")));
            desk.isFitForEverybody("wearer");

            desk.see("to-report").click();
            assertThat(desk.see("report")).containsText("健康周报");
            desk.isFitForEverybody("report");
            desk.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            desk.page().setViewportSize(794, 1123);
            desk.photograph("console-report-print");
            desk.page().pdf(new Page.PdfOptions().setPath(Path.of("target", "screenshots", "console-report.pdf")));
            assertThat(desk.complaints().stream().filter(line -> !line.contains("403")))
                    .isEmpty();
        }
    }

    @Test
    void careStaffSeeToWhatTheDataSuggest() {
        List.of("mistake", "called_off", "mistake")
                .forEach(outcome -> town.jdbi()
                        .useHandle(h -> h.createUpdate("""
                INSERT INTO alert (kind, severity, state, wearer_id, band, raised_at, received_at, resolved_at, closed_at, outcome)
                VALUES ('sos', 'emergency', 'closed', :wearer, :band, now(), now(), now(), now(), :outcome)
                """)
                                .bind("wearer", town.wearer(3))
                                .bind("band", town.band(3))
                                .bind("outcome", outcome)
                                .execute()));
        town.jdbi().useHandle(h -> h.execute("UPDATE band_assignment SET starts_at = now() - interval '20 days'"));
        try (Desk desk = Desk.in(browser, town)) {
            desk.logIn("care", town.password("care"));
            desk.see("room-care").click();
            assertThat(desk.see("due")).isVisible();
            desk.see("look").click();
            Locator suggested = desk.see("follow-up-false_presses");
            assertThat(suggested).containsText(town.wearerName(3));
            assertThat(suggested).containsText("14 天内误按 3 次");
            desk.photograph("console-care");
            desk.isFitForEverybody("care");
            suggested.getByTestId("settle").click();
            suggested.getByTestId("settle-note").fill("已上门教用法");
            suggested.getByTestId("settle-done").click();
            assertThat(suggested).hasCount(0);
            desk.see("language").click();
            assertThat(desk.see("room-care")).hasText("Care");
            desk.isFitForEverybody("care, in English");
            assertThat(desk.complaints()).isEmpty();
        }
    }

    /** 30 days of a reading each 10 minutes, with a baseline. */
    private static void measureAMonth(int band) {
        town.jdbi().useHandle(h -> {
            h.createUpdate("""
                            INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate, systolic, diastolic, steps)
                            SELECT :band, t, :wearer, t,
                                   66 + (12 * sin(extract(epoch FROM t) / 13750))::int + (random() * 8)::int,
                                   CASE WHEN extract(minute FROM t) < 10 AND extract(hour FROM t)::int % 4 = 0 THEN 128 + (random() * 16)::int END,
                                   CASE WHEN extract(minute FROM t) < 10 AND extract(hour FROM t)::int % 4 = 0 THEN 76 + (random() * 10)::int END,
                                   (extract(hour FROM t) * 150)::int
                              FROM generate_series(date_trunc('minute', now() - interval '30 days'), now(), interval '10 minutes') t
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("band", town.band(band))
                    .bind("wearer", town.wearer(band))
                    .execute();
            h.createUpdate("""
                            INSERT INTO location_fix (band, measured_at, wearer_id, received_at, latitude, longitude, accuracy)
                            SELECT :band, t, :wearer, t, 35.03 + 0.001 * sin(extract(epoch FROM t) / 3000), 110.99 + 0.002 * cos(extract(epoch FROM t) / 5000), 12
                              FROM generate_series(now() - interval '10 hours', now(), interval '20 minutes') t
                            """)
                    .bind("band", town.band(band))
                    .bind("wearer", town.wearer(band))
                    .execute();
            h.createUpdate("""
                            INSERT INTO pulse_baseline (wearer_id, medians, deviations, computed_at)
                            SELECT :wearer, array_agg((68 + 8 * sin((h + 8) / 3.8))::smallint ORDER BY h), array_agg(4::smallint), now()
                              FROM generate_series(0, 23) h
                            """).bind("wearer", town.wearer(band)).execute();
        });
        RollUp.of(town.jdbi()).run();
        Hours.runPolicies(town.jdbi());
    }

    /** Returns when it was done, by the clock that the page has, too. */
    private static long step(Person worker, long id, String move, String body) {
        long begun = System.currentTimeMillis();
        json(worker.post("/api/alerts/" + id + "/" + move, body));
        return begun;
    }
}
