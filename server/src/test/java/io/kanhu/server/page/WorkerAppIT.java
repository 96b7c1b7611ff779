package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a hurry, with a cheap phone and a poor line. */
@Tag("long")
class WorkerAppIT {
    /** Counts what the page asks of the phone's screen and motor. */
    private static final String WATCHED = """
            () => {
              [self.awake, self.shaken] = [0, 0];
              const request = WakeLock.prototype.request;
              WakeLock.prototype.request = function (...what) {
                self.awake++;
                return request.apply(this, what);
              };
              Navigator.prototype.vibrate = pattern => {
                self.shaken += Array.isArray(pattern) ? 1 : 0;
                return true;
              };
            }
            """;

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

    /** Leaves nothing open for the next test. */
    @AfterEach
    void closeCases() {
        town.jdbi().useHandle(handle -> handle.execute("UPDATE alert SET state = 'closed', next_action_at = NULL"));
    }

    @Test
    void aCallTakesTheScreenTheOldestFirstAndSoundsUntilItIsAnswered() throws MqttException {
        try (Phone phone = loggedIn(Phone.in(browser, town))) {
            phone.page().evaluate(WATCHED);
            town.press(0, "first");
            assertThat(phone.see("ringing")).containsText(town.wearerName(0));
            assertThat(phone.page().locator("html")).hasAttribute("data-sounds", "yes");
            phone.page().waitForFunction("() => self.awake === 1 && self.shaken > 0");
            town.press(1, "second");
            assertThat(phone.see("more-calls")).hasText("还有 1 个呼叫");
            assertThat(phone.see("ringing")).containsText(town.wearerName(0));
            assertThat(phone.see("call-family")).isVisible();
            phone.photograph("ring");
            assertThat(phone.see("call-120")).hasAttribute("href", "tel:120");
            assertThat(phone.see("call-wearer")).hasAttribute("href", Pattern.compile("tel:.+"));
            assertThat(phone.page().locator("main.view")).not().isVisible();

            phone.see("decline").tap();
            phone.photograph("ring-why-not");
            Lens.check(phone.page(), "why not");
            phone.see("reason-busy").tap();
            assertThat(phone.see("ringing")).containsText(town.wearerName(1));
            assertThat(phone.see("more-calls")).hasCount(0);
            phone.see("aside").tap();
            assertThat(phone.page().locator("html")).not().hasAttribute("data-sounds", "yes");
            assertThat(phone.see("ringing")).containsText("点此应答");
            phone.photograph("ring-aside");
            phone.see("ringing").tap();
            phone.page().locator(".ring [data-testid=acknowledge]").tap();
            assertThat(phone.see("ringing")).hasCount(0);
            assertThat(phone.see("alert-" + openAlertOf(1))).containsText("您已接单");
            assertThat(phone.complaints()).isEmpty();
        }
    }

    @Test
    void whatIsNoEmergencyIsInTheListAndLeavesTheScreenAlone() throws MqttException {
        try (Phone phone = loggedIn(Phone.in(browser, town));
                BandClient band = town.connect(6)) {
            band.publish(
                    "kanhu/v1/" + town.band(6) + "/telemetry",
                    "{\"ts\":" + System.currentTimeMillis() + ",\"hr\":71,\"batt\":3}");
            assertThat(phone.page().locator("alert-card")).containsText("低电量");
            assertThat(phone.see("ringing")).hasCount(0);
            assertThat(phone.page().locator("html")).not().hasAttribute("data-sounds", "yes");
        }
    }

    @Test
    void atLogInTheWorkerSaysWhetherThePhoneIsHeard() {
        try (Phone phone = Phone.unused(browser, town)) {
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            assertThat(phone.see("sound-check")).isVisible();
            assertThat(phone.see("sound-heard")).hasCount(0);
            phone.see("sound-play").tap();
            phone.photograph("sound-check");
            Lens.check(phone.page(), "sound check");
            phone.see("sound-not-heard").tap();
            assertThat(phone.see("sound-check")).containsText("静音");
            phone.see("sound-heard").tap();
            assertThat(phone.see("menu-calls")).isVisible();
            phone.page().reload();
            assertThat(phone.see("menu-calls")).isVisible();
            assertThat(phone.see("sound-check")).hasCount(0);
        }
    }

    @Test
    void aCallComesBeforeTheSoundTestAndSoDoesWhoIsOnTheWay() throws MqttException {
        try (Phone phone = Phone.unused(browser, town)) {
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            assertThat(phone.see("sound-check")).isVisible();
            town.press(8, "before the test");
            phone.see("acknowledge").tap();
            phone.see("arrive").tap();
            phone.see("resolve").tap();
            phone.see("outcome-test").tap();
            phone.see("close").tap();
            assertThat(phone.see("sound-check")).isVisible();
        }
    }

    @Test
    void whatCouldNotBeSentIsPendingOverAReloadAndIsDoneOnce() throws MqttException {
        try (Phone phone = loggedIn(Phone.in(browser, town))) {
            awaitShell(phone);
            town.press(2, "offline");
            assertThat(phone.see("ringing")).containsText(town.wearerName(2));
            phone.context().setOffline(true);
            phone.see("acknowledge").tap();
            assertThat(phone.see("pending-acknowledge")).containsText("待发送：我去");
            assertThat(phone.see("ringing")).hasCount(0);
            phone.photograph("pending");
            assertThat(events(2, "acknowledged")).isZero();

            phone.page().reload();
            assertThat(phone.see("connection")).hasAttribute("data-state", "lost");
            assertThat(phone.see("outbox")).containsText(town.wearerName(2));
            assertThat(phone.see("outbox")).containsText("待发送：我去");
            phone.photograph("opened-offline");
            Lens.check(phone.page(), "offline");

            phone.context().setOffline(false);
            assertThat(phone.see("alert-" + openAlertOf(2))).containsText("您已接单");
            assertThat(phone.see("pending-acknowledge")).hasCount(0);
            assertThat(events(2, "acknowledged")).isOne();
        }
    }

    @Test
    void anAnswerThatGetsLostIsNoErrorAndNothingIsDoneTwice() throws MqttException {
        try (Phone phone = loggedIn(Phone.in(browser, town))) {
            AtomicInteger tries = new AtomicInteger();
            phone.page().route("**/backup", route -> {
                if (tries.getAndIncrement() == 0) {
                    // The server has it; the phone never hears so.
                    route.fetch();
                    route.abort();
                } else {
                    route.resume();
                }
            });
            town.press(3, "lost answer");
            phone.see("acknowledge").tap();
            Locator card = phone.see("alert-" + openAlertOf(3));
            assertThat(card).containsText("您已接单");
            card.locator("[data-testid=backup]").tap();
            assertThat(card).containsText("已通知支援人员");
            assertThat(card.locator(".problem")).hasCount(0);
            assertThat(tries.get()).isEqualTo(2);
            assertThat(events(3, "backup_called")).isOne();
        }
    }

    @Test
    void aRefusalIsSaidInWordsAndTheCaseIsReadAgain() throws MqttException {
        try (Phone phone = loggedIn(Phone.in(browser, town))) {
            town.press(4, "refused");
            assertThat(phone.see("ringing")).isVisible();
            phone.context().setOffline(true);
            phone.see("acknowledge").tap();
            assertThat(phone.see("pending-acknowledge")).containsText("待发送");
            Person colleague = town.loggedIn("supervisor");
            String goer = json(colleague.post("/api/alerts/" + openAlertOf(4) + "/acknowledge"))
                    .getString("acknowledgedBy");
            phone.context().setOffline(false);
            Locator card = phone.see("alert-" + openAlertOf(4));
            assertThat(card.locator(".problem")).hasText(goer + " 已经接单");
            assertThat(phone.see("pending-acknowledge")).hasCount(0);
            assertThat(phone.see("ringing")).hasCount(0);
            phone.photograph("refused");
        }
    }

    @Test
    void nothingRingsAndNoNotificationStaysOnceSomebodyTookIt() throws MqttException {
        try (Phone phone = Phone.in(browser, town)) {
            Pushes pushes = Pushes.on(phone);
            loggedIn(phone);
            phone.see("push-on").tap();
            assertThat(phone.see("reach-said")).hasText("锁屏通知已开启");
            town.press(5, "taken");
            assertThat(phone.see("ringing")).isVisible();
            long alert = openAlertOf(5);
            pushes.arrive(
                    town.http(), "{\"alert\":%d,\"key\":\"\",\"title\":\"紧急呼叫\",\"body\":\"一\"}".formatted(alert));
            await().until(() -> pushes.shown().equals("紧急呼叫 一"));

            phone.context().setOffline(true);
            assertThat(phone.see("connection")).hasAttribute("data-state", "lost");
            json(town.loggedIn("supervisor").post("/api/alerts/" + alert + "/acknowledge"));
            assertThat(phone.see("ringing")).isVisible();
            phone.context().setOffline(false);
            assertThat(phone.see("ringing")).hasCount(0);
            assertThat(phone.page().locator("html")).not().hasAttribute("data-sounds", "yes");
            await().until(() -> pushes.shown().isEmpty());

            // A later push takes away what is shown of a call that was taken while the page was closed.
            pushes.arrive(
                    town.http(), "{\"alert\":%d,\"key\":\"\",\"title\":\"紧急呼叫\",\"body\":\"旧\"}".formatted(alert));
            await().until(() -> pushes.shown().equals("紧急呼叫 旧"));
            pushes.arrive(town.http(), "{\"alert\":999999,\"key\":\"\",\"title\":\"紧急呼叫\",\"body\":\"新\"}");
            await().until(() -> pushes.shown().equals("紧急呼叫 新"));
        }
    }

    @Test
    void onTheWayTheWorkerSeesWhoItIsHowTheyAreAndHowToGetThere() throws MqttException {
        try (Phone phone = loggedIn(Phone.in(browser, town));
                BandClient band = town.connect(7)) {
            town.jdbi().useHandle(handle -> handle.execute("""
                    INSERT INTO contact (wearer_id, name, relation, phone, priority, key_holder) VALUES (?, '钥匙邻居', '邻居', '13900000000', 9, true)
                    """, town.wearer(7)));
            long now = System.currentTimeMillis();
            String topic = "kanhu/v1/" + town.band(7) + "/telemetry";
            for (int minutes = 90; minutes >= 0; minutes -= 10) {
                band.publish(
                        topic,
                        "{\"ts\":%d,\"hr\":%d,\"bp\":{\"sys\":%d,\"dia\":84}}"
                                .formatted(now - minutes * 60_000L, 98 - minutes / 3, 150 + minutes / 6));
            }
            band.publish(
                    "kanhu/v1/" + town.band(7) + "/sos",
                    "{\"id\":\"way\",\"pressMs\":3200,\"loc\":{\"lat\":35.0301,\"lon\":110.9902,\"acc\":14}}");
            phone.see("acknowledge").tap();
            Locator card = phone.see("alert-" + openAlertOf(7));
            assertThat(card.locator(".arrow.rising")).containsText("上升");
            assertThat(card.locator(".spark")).hasCount(2);
            assertThat(card).containsText("误差 14 米");
            assertThat(card.locator(".told")).containsText("页面");
            assertThat(card.locator(".contacts li").first()).containsText("有钥匙");
            assertThat(card.locator(".emergency[href='tel:120']")).isVisible();
            // Half a kilometre from where WGS-84 would lead on a Chinese map.
            assertThat(card.locator("[data-testid=way-amap]").first().getAttribute("href"))
                    .contains("to=110.99", "coordinate=gaode")
                    .doesNotContain("110.9902");
            phone.photograph("on-the-way");
            phone.see("arrive").tap();
            phone.see("resolve").tap();
            phone.photograph("outcome");
            Lens.check(phone.page(), "outcome");
        }
    }

    private static Phone loggedIn(Phone phone) {
        phone.logIn(Town.WORKER, town.password(Town.WORKER));
        assertThat(phone.see("connection")).hasAttribute("data-state", "open");
        return phone;
    }

    /** The page's files are kept on the phone. */
    private static void awaitShell(Phone phone) {
        phone.page().waitForFunction("async () => Boolean(await caches.match('/shell.json'))");
    }

    private static long openAlertOf(int band) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT id FROM alert WHERE band = :band AND kind = 'sos' AND state <> 'closed'")
                        .bind("band", town.band(band))
                        .mapTo(long.class)
                        .one());
    }

    private static long events(int band, String kind) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM alert_event e JOIN alert a ON a.id = e.alert_id WHERE a.band = :band AND e.kind = :kind
                        """)
                        .bind("band", town.band(band))
                        .bind("kind", kind)
                        .mapTo(long.class)
                        .one());
    }
}
