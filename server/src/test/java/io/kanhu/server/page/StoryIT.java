package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.Town;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole story: from a file with a name in it to a case that is closed, and to who has looked. */
class StoryIT {
    @TempDir
    static Path data;

    private static Stage stage;
    private static Town town;
    private static Browser browser;
    private static long pressedAt;

    @BeforeAll
    static void start() {
        stage = Stage.set(data);
        town = stage.town();
        browser = stage.browser();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void allCodeOfThePagesIsReadWithoutAMistake() throws Exception {
        try (Phone phone = Phone.in(browser, town);
                Desk desk = Desk.in(browser, town)) {
            assertThat(Modules.mistakes(phone.page(), "/")).isEmpty();
            assertThat(Modules.mistakes(desk.page(), "/console/")).isEmpty();
        }
    }

    /** What StreamAndListIT does with real calls, which takes its time. */
    @Test
    void aListUndoesNothingThatCameSinceItWasAskedFor() {
        try (Phone phone = Phone.in(browser, town)) {
            assertThat(phone.page().evaluate("""
                            async () => {
                              const {KnownAlerts} = await import('/known.js');
                              const known = new KnownAlerts();
                              const alert = (id, version, state) => ({id, version, state});
                              [1, 2].forEach(id => known.take(alert(id, 1, 'raised')));
                              const list = await known.read(async () => {
                                known.take(alert(2, 4, 'closed'));
                                known.take(alert(3, 1, 'raised'));
                                return [alert(2, 1, 'raised')];
                              });
                              list.forEach(one => known.take(one));
                              return known.values().map(({id}) => id).join();
                            }
                            """)).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void fromAFileToAClosedCaseAndToWhoHasLooked(String language) throws Exception {
        try (Desk office = Desk.in(browser, town);
                Desk board = Desk.in(browser, town);
                Phone first = Phone.in(browser, town);
                Phone second = Phone.in(browser, town)) {
            logIn(office, "administrator", language);
            logIn(board, "supervisor", language);
            logIn(first, Town.WORKER, language);
            logIn(second, "worker2", language);
            enrol(office, "story-" + language);
            String secret = handOut(office, "story-band-" + language, "story-" + language);
            assertThat(board.see("connection")).hasAttribute("data-state", "open");
            BoardTimes.note(board);

            long alert = press("story-band-" + language, secret);
            Shown shown = new Shown(board, alert);
            ring(first, "story-" + language);
            shown.within("dispatched", pressedAt);
            first.see("decline").tap();
            first.see("reason-far").tap();
            assertThat(first.see("ringing")).hasCount(0);

            ring(second, "story-" + language);
            Lens.check(second.page(), "a phone that rings, " + language);
            shown.step("acknowledged", () -> second.see("acknowledge").tap());
            Locator card = second.see("alert-" + alert);
            Lens.check(second.page(), "on the way, " + language);
            shown.step("on_scene", () -> card.getByTestId("arrive").tap());
            card.getByTestId("resolve").tap();
            Lens.check(second.page(), "what came of it, " + language);
            board.photograph("story-board-" + language);
            board.isFitForEverybody("board, " + language);
            shown.step("resolved", () -> card.getByTestId("outcome-helped").tap());
            card.getByTestId("close").tap();
            assertThat(board.see("alert-" + alert)).hasCount(0);
            assertThat(second.see("alert-" + alert)).hasCount(0);
            whoLooked(office, language, alert);

            assertThat(first.complaints()).isEmpty();
            assertThat(second.complaints()).isEmpty();
            assertThat(board.complaints()).isEmpty();
            assertThat(office.complaints()).isEmpty();
        }
    }

    /** Somebody who has written a band of their own presses. */
    private static long press(String band, String secret) throws IOException, InterruptedException {
        pressedAt = System.currentTimeMillis();
        Process client = new ProcessBuilder(
                        "mosquitto_pub",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(town.node().mqttPort()),
                        "-i",
                        band,
                        "-u",
                        band,
                        "-P",
                        secret,
                        "-q",
                        "1",
                        "-t",
                        "kanhu/v1/" + band + "/sos",
                        "-m",
                        "{\"id\":\"story\",\"pressMs\":3200,\"loc\":{\"lat\":35.0301,\"lon\":110.9902,\"acc\":14}}")
                .inheritIO()
                .start();
        assertThat(client.waitFor()).isZero();
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM alert WHERE band = :band AND kind = 'sos'")
                        .bind("band", band)
                        .mapTo(long.class)
                        .one());
    }

    private static void ring(Phone phone, String name) {
        assertThat(phone.see("ringing")).containsText(name);
    }

    private static void enrol(Desk office, String name) {
        office.see("room-enrol").click();
        office.see("enrol-tab-file").click();
        String file = "code,name,born,sex,phone,address,access,medical,risk,grid,lat,lon\n" + name + "," + name
                + ",1941-05-06,f,13900000001,柳泉街道 3 号楼 2 单元 501,钥匙在对门,冠心病,high,demo-grid-1,,\n";
        office.see("import-file")
                .setInputFiles(new FilePayload("wearers.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
        assertThat(office.see("import-added")).hasText("1");
        office.see("import-write").click();
        assertThat(office.see("done")).isVisible();
    }

    private static String handOut(Desk office, String band, String code) {
        office.see("room-bands").click();
        office.page().locator("main details summary").first().click();
        office.see("band-new-id").fill(band);
        office.see("band-register").click();
        String secret = office.see("secret-token").textContent();
        office.see("secret-kept").click();
        office.see("band-" + band).click();
        office.see("band-hand-out").click();
        office.see("person-search").fill(code);
        office.see("person-find").click();
        office.see("person-" + code).click();
        assertThat(office.see("band-holder")).containsText(code);
        // Somebody tries it at once: that may be before the server has heard who wears it.
        await().until(() -> catchThrowable(
                        () -> BandClient.connect(town.node().mqttPort(), band, secret, new MqttConnectionOptions())
                                .close())
                == null);
        return secret;
    }

    private static void whoLooked(Desk office, String language, long alert) {
        office.see("room-audit").click();
        office.see("audit-user").fill("worker2");
        office.see("audit-find").click();
        Locator looks = office.see("audit-table");
        assertThat(looks).containsText("story-" + language);
        assertThat(looks).containsText("#" + alert);
        office.photograph("story-audit-" + language);
        office.isFitForEverybody("audit, " + language);
    }

    private static void logIn(Desk desk, String user, String language) {
        desk.logIn(user, town.password(user));
        if (language.equals("en")) {
            desk.see("language").click();
        }
        assertThat(desk.page().locator("html")).hasAttribute("lang", language.equals("en") ? "en" : "zh-CN");
    }

    private static void logIn(Phone phone, String user, String language) {
        if (language.equals("en")) {
            phone.see("language").tap();
        }
        phone.logIn(user, town.password(user));
        assertThat(phone.see("connection")).hasAttribute("data-state", "open");
    }

    /** What the board shows of a case, and how long after it was done. */
    private record Shown(Desk board, long alert) {
        void step(String state, Runnable done) {
            long begun = System.currentTimeMillis();
            done.run();
            within(state, begun);
        }

        void within(String state, long begun) {
            assertThat(board.page().locator("[data-testid=alert-" + alert + "][data-state=" + state + "]"))
                    .isVisible();
            BoardTimes.print(board, alert, state, begun);
        }
    }
}
