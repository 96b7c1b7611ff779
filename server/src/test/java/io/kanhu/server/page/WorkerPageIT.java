package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class WorkerPageIT {
    @TempDir
    static Path data;

    private static Stage stage;
    private static Town town;
    private static Browser browser;

    @BeforeAll
    static void start() {
        stage = Stage.set(data, Map.of("kanhu.channels.push.services", "127.0.0.1"));
        town = stage.town();
        browser = stage.browser();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void aWorkerHearsACallGoesThereAndClosesTheCase() throws MqttException {
        try (Phone phone = Phone.in(browser, town);
                BandClient band = town.connect(0)) {
            band.subscribe("kanhu/v1/" + town.band(0) + "/command");
            band.publish(
                    "kanhu/v1/" + town.band(0) + "/telemetry",
                    "{\"ts\":" + System.currentTimeMillis()
                            + ",\"hr\":104,\"bp\":{\"sys\":158,\"dia\":92},\"batt\":64,"
                            + "\"loc\":{\"lat\":35.0301,\"lon\":110.9902,\"acc\":14}}");
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            assertThat(phone.see("connection")).hasAttribute("data-state", "open");
            assertThat(phone.see("ringing")).not().isVisible();
            phone.photograph("quiet");

            band.publish("kanhu/v1/" + town.band(0) + "/sos", "{\"id\":\"page\",\"pressMs\":3200}");
            assertThat(phone.see("ringing")).containsText(town.wearerName(0));
            Locator card = phone.page().locator("[data-testid^=alert-]").first();
            assertThat(card).containsText("104");
            assertThat(card).containsText("158/92");
            phone.photograph("ringing");
            assertThat(phone.page().locator("html").getAttribute("data-last-alert-shown-at"))
                    .matches("\\d{13}");
            await().until(() -> town.jdbi()
                            .withHandle(handle -> handle.createQuery(
                                            "SELECT count(*) FROM notification WHERE state = 'received' AND channel = 'app'")
                                    .mapTo(int.class)
                                    .one())
                    > 0);

            phone.see("acknowledge").tap();
            assertThat(phone.see("ringing")).not().isVisible();
            assertThat(card).containsText("您已接单");
            await().until(() -> !band.received().isEmpty());
            phone.see("arrive").tap();
            phone.see("resolve").tap();
            phone.photograph("outcomes");
            card.locator("textarea").fill("摔倒，已扶起");
            phone.see("outcome-helped").tap();
            assertThat(card).containsText("紧急救助");
            phone.see("close").tap();
            assertThat(phone.page().locator("[data-testid^=alert-]")).hasCount(0);
            assertThat(phone.complaints()).isEmpty();

            JsonObject alert = json(town.loggedIn(Town.WORKER).get("/api/alerts?state=all"))
                    .getJsonArray("alerts")
                    .getJsonObject(0);
            assertThat(alert.getString("state")).isEqualTo("closed");
            assertThat(alert.getString("outcome")).isEqualTo("helped");
            assertThat(placeOfArrival(alert.getLong("id"))).contains("35.0302");
        }
    }

    @Test
    void aColleaguesAnswerStopsTheRingingAndNamesThem() throws MqttException {
        try (Phone phone = Phone.in(browser, town)) {
            phone.logIn("worker2", town.password("worker2"));
            assertThat(phone.see("connection")).hasAttribute("data-state", "open");
            town.press(1, "colleague");
            assertThat(phone.see("ringing")).isVisible();
            Person colleague = town.loggedIn(Town.WORKER);
            JsonObject alert = json(colleague.get("/api/alerts")).getJsonArray("alerts").stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> one.getString("band").equals(town.band(1)))
                    .findFirst()
                    .orElseThrow();
            JsonObject taken = json(colleague.post("/api/alerts/" + alert.getLong("id") + "/acknowledge"));
            assertThat(phone.see("ringing")).not().isVisible();
            assertThat(phone.see("alert-" + alert.getLong("id"))).containsText(taken.getString("acknowledgedBy"));
            assertThat(phone.see("acknowledge")).hasCount(0);
        }
    }

    @Test
    void whoCantGoHandsItOnAndWhoGoesCallsBackupAndIsUrged() throws MqttException {
        try (Phone phone = Phone.in(browser, town);
                Phone office = Phone.in(browser, town)) {
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            office.logIn("supervisor", town.password("supervisor"));
            assertThat(phone.see("connection")).hasAttribute("data-state", "open");
            assertThat(office.see("connection")).hasAttribute("data-state", "open");
            town.press(3, "handed on");
            long alert = openAlertOf(town.band(3));
            Locator card = phone.see("alert-" + alert);

            card.locator("[data-testid=decline]").tap();
            phone.photograph("why-not");
            card.locator("[data-testid=reason-far]").tap();
            assertThat(card).containsText("已记录，并通知下一位");
            assertThat(card).not().hasClass(Pattern.compile("rings"));
            assertThat(lines(alert)).contains("declined 太远，赶不到");

            card.locator("[data-testid=acknowledge]").tap();
            card.locator("[data-testid=backup]").tap();
            assertThat(card).containsText("已通知支援人员");
            phone.photograph("going");

            Locator watched = office.see("alert-" + alert);
            watched.locator("[data-testid=supervise]").tap();
            watched.locator("[data-testid=send]").tap();
            assertThat(watched).containsText("请先写几个字");
            watched.locator("textarea").fill("快到了吗");
            watched.locator("[data-testid=send]").tap();
            assertThat(watched).containsText("已督办");
            assertThat(lines(alert)).contains("backup_called null", "supervised 快到了吗");

            assertThat(phone.see("ringing")).containsText("快到了吗");
            phone.photograph("urged");
            phone.see("noted").tap();
            card.locator("[data-testid=arrive]").tap();
            card.locator("[data-testid=resolve]").tap();
            card.locator("[data-testid=outcome-asked]").tap();
            card.locator("[data-testid=callback]").tap();
            card.locator("textarea").fill("老人一切安好");
            card.locator("[data-testid=send]").tap();
            assertThat(card).containsText("回访已记录");
            card.locator("[data-testid=close]").tap();
            assertThat(card).hasCount(0);
            assertThat(phone.complaints()).isEmpty();
            assertThat(office.complaints()).isEmpty();
        }
    }

    @Test
    void aPageThatWasOfflineShowsWhatItMissed() throws MqttException {
        try (Phone phone = Phone.in(browser, town)) {
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            assertThat(phone.see("connection")).hasAttribute("data-state", "open");
            phone.context().setOffline(true);
            assertThat(phone.see("connection")).hasAttribute("data-state", "lost");
            phone.photograph("offline");
            town.press(2, "offline");
            phone.context().setOffline(false);
            assertThat(phone.see("ringing")).containsText(town.wearerName(2));
            assertThat(phone.see("connection")).hasAttribute("data-state", "open");
        }
    }

    @Test
    void aPhoneThatNobodyLooksAtShowsACallUntilItsOwnerLogsOut() throws MqttException {
        try (Phone phone = Phone.in(browser, town)) {
            Pushes pushes = Pushes.on(phone);
            phone.logIn("worker4", town.password("worker4"));
            phone.see("push-on").tap();
            assertThat(phone.see("reach-said")).hasText("锁屏通知已开启");
            phone.photograph("reach");
            assertThat(phone.see("push-on")).hasCount(0);
            town.press(4, "pushed");
            long alert = openAlertOf(town.band(4));
            String key = text("SELECT idempotency_key::text FROM notification WHERE channel = 'app' AND alert_id = "
                    + alert + " LIMIT 1");

            pushes.arrive(
                    town.http(),
                    "{\"alert\":%d,\"key\":\"%s\",\"title\":\"紧急呼叫\",\"body\":\"点开查看并接单\"}".formatted(alert, key));

            await().until(() -> pushes.shown().equals("紧急呼叫 点开查看并接单"));
            await().until(() -> text("SELECT count(delivered_at)::text FROM notification WHERE idempotency_key = '"
                            + key + "'")
                    .equals("1"));

            pushes.arrive(
                    town.http(),
                    "{\"alert\":%d,\"key\":\"%s\",\"title\":\"已有人接单\",\"body\":\"陈静已接单\",\"recall\":true}"
                            .formatted(alert, key));

            await().until(() -> pushes.shown().equals("已有人接单 陈静已接单"));
            close(alert);
            phone.see("logout").tap();
            await().until(() ->
                    text("SELECT count(*)::text FROM push_subscription").equals("0"));
        }
    }

    @Test
    void chineseFirstEnglishAtATap() {
        try (Phone phone = Phone.in(browser, town)) {
            assertThat(phone.see("login-submit")).hasText("登录");
            phone.see("language").tap();
            assertThat(phone.see("login-submit")).hasText("Log in");
            assertThat(phone.page().locator("html")).hasAttribute("lang", "en");
            phone.page().reload();
            assertThat(phone.see("login-submit")).hasText("Log in");
        }
    }

    @Test
    void aWorkerWhoSpeaksEnglishIsGreetedInEnglish() {
        try (Phone phone = Phone.in(browser, town)) {
            phone.logIn("worker11", town.password("worker11"));
            assertThat(phone.see("logout")).hasText("Log out");
        }
    }

    @Test
    void aWrongPasswordIsSaidInWords() {
        try (Phone phone = Phone.in(browser, town)) {
            phone.logIn(Town.WORKER, "wrong");
            assertThat(phone.page().getByRole(AriaRole.ALERT)).hasText("用户名或密码不对");
        }
    }

    @Test
    void loggingOutLeavesNothingBehind() {
        try (Phone phone = Phone.in(browser, town)) {
            phone.logIn("worker3", town.password("worker3"));
            phone.see("logout").tap();
            assertThat(phone.see("login-submit")).isVisible();
            phone.page().reload();
            assertThat(phone.see("login-submit")).isVisible();
        }
    }

    private static long openAlertOf(String band) {
        return town.jdbi()
                .withHandle(
                        handle -> handle.createQuery("SELECT id FROM alert WHERE band = :band AND state <> 'closed'")
                                .bind("band", band)
                                .mapTo(long.class)
                                .one());
    }

    /** Leaves nothing open for the next test. */
    private static void close(long alert) {
        Person worker = town.loggedIn(Town.WORKER);
        String path = "/api/alerts/" + alert;
        json(worker.post(path + "/acknowledge"));
        json(worker.post(path + "/resolve", "{\"outcome\":\"test\"}"));
        json(worker.post(path + "/close"));
    }

    private static String text(String sql) {
        return town.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    /** What the case file says, and what somebody said to it. */
    private static List<String> lines(long alert) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT kind || ' ' || coalesce(detail->>'reason', detail->>'note', 'null') FROM alert_event
                         WHERE alert_id = :id ORDER BY id
                        """)
                        .bind("id", alert)
                        .mapTo(String.class)
                        .list());
    }

    private static String placeOfArrival(long alert) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT detail::text FROM alert_event WHERE alert_id = :id AND kind = 'arrived'")
                        .bind("id", alert)
                        .mapTo(String.class)
                        .one());
    }
}
