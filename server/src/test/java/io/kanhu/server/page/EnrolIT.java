package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import io.kanhu.ingest.BandClient;
import io.kanhu.server.Town;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rooms of the office, at a desk: from a file with people in it to a month that is settled. */
@Tag("long")
class EnrolIT {
    private static final double PATIENCE_MILLIS = 20_000;
    private static final String HEADER = "code,name,born,sex,phone,address,access,medical,risk,grid,lat,lon\n";

    @TempDir
    static Path data;

    private static Stage stage;
    private static Town town;
    private static Browser browser;

    @BeforeAll
    static void start() {
        stage = Stage.set(data);
        town = stage.town();
        browser = stage.browser();
        // A device's page looks for answers every two seconds, and a machine with other work is slow.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void somebodyIsEnrolledByFileGetsABandThatConnectsAndIsSettled() throws MqttException {
        try (Desk desk = Desk.of(browser, town, "operator")) {
            importWearer(desk);
            String secret = makeBandKnown(desk, "qr-1");
            handOut(desk, "qr-1", "file-1");
            await().until(() -> connects("qr-1", secret));
            askToMeasure(desk, secret);
            settle(desk);
            assertThat(unexpected(desk)).isEmpty();
        }
    }

    private static void importWearer(Desk desk) {
        desk.enter("enrol");
        desk.see("enrol-tab-file").click();
        upload(desk, HEADER + "file-1,董桂兰,1948,x,,,,,,,,\nfile-2,,,,,,,,,,,\n");
        assertThat(desk.see("bad-cell")).hasCount(3);
        assertThat(desk.see("bad-cell").first()).containsText("born");
        assertThat(desk.see("bad-cell").first()).containsText("1948");
        assertThat(desk.see("bad-cell").first()).containsText("不是日期");
        assertThat(desk.see("import-write")).isDisabled();
        desk.photographWhole("office-bad-cells");
        upload(desk, HEADER + "file-1,董桂兰,1948-02-03,女,,,,,,,,\nfile-2,高凤英,,,,,,,,,,\n");
        assertThat(desk.see("import-added")).hasText("2");
        desk.photographWhole("office-preview");
        desk.see("import-write").click();
        assertThat(desk.see("done")).containsText("新增 2");
    }

    private static String makeBandKnown(Desk desk, String band) {
        desk.enter("bands");
        desk.page().getByText("登记新手环").click();
        desk.see("band-new-id").fill(band);
        desk.see("band-new-model").fill("W1");
        desk.see("band-register").click();
        assertThat(desk.see("band-qr")).isVisible();
        String secret = desk.see("secret-token").textContent();
        desk.photographWhole("office-qr");
        desk.see("secret-kept").click();
        assertThat(desk.see("secret-token")).hasCount(0);
        desk.page().reload();
        assertThat(desk.see("band-" + band)).isVisible();
        assertThat(desk.page().content()).doesNotContain(secret);
        return secret;
    }

    private static void handOut(Desk desk, String band, String code) {
        desk.see("band-" + band).click();
        desk.see("band-hand-out").click();
        desk.see("person-search").fill(code);
        desk.see("person-find").click();
        desk.see("person-" + code).click();
        assertThat(desk.see("band-holder")).containsText("董桂兰");
        assertThat(desk.see("band-history")).containsText("operator");
        desk.photographWhole("office-band");
    }

    private static void askToMeasure(Desk desk, String secret) throws MqttException {
        desk.enter("devices");
        desk.see("devices-never_activated").click();
        desk.see("device-qr-1").click();
        try (BandClient band =
                BandClient.connect(town.node().mqttPort(), "qr-1", secret, new MqttConnectionOptions())) {
            band.subscribe("kanhu/v1/qr-1/command");
            desk.see("command-measure").click();
            assertThat(desk.see("command-sent")).isVisible();
            band.publish(
                    "kanhu/v1/qr-1/telemetry",
                    "{\"ts\":" + System.currentTimeMillis()
                            + ",\"hr\":72,\"bp\":{\"sys\":131,\"dia\":80},\"batt\":77}");
            assertThat(desk.see("command-answered")).isVisible();
            assertThat(desk.see("command-reading")).containsText("有权查看");
            desk.photographWhole("office-device");
        }
    }

    private static void settle(Desk desk) {
        YearMonth last = YearMonth.now(ZoneId.of("Asia/Shanghai")).minusMonths(1);
        town.jdbi().useHandle(handle -> {
            handle.execute("UPDATE band SET created_at = created_at - interval '100 days' WHERE id = 'qr-1'");
            handle.execute(
                    "UPDATE band_assignment SET starts_at = starts_at - interval '100 days' WHERE band = 'qr-1'");
        });
        desk.enter("settlement");
        Locator days = desk.see("days-total-" + last);
        assertThat(days).containsText(last.lengthOfMonth() + " 天");
        assertThat(days).containsText("1 人");
        desk.photographWhole("office-settlement");
        desk.see("close-" + last).click();
        assertThat(desk.see("settlement-table")).containsText("operator");
        assertThat(desk.see("close-" + last)).hasCount(0);
    }

    @Test
    void careStaffEnrolSomebodyStepByStepOnTheMap() {
        try (Desk desk = Desk.of(browser, town, "care")) {
            desk.enter("enrol");
            desk.see("enrol-name").fill("罗秀珍");
            desk.see("enrol-born").fill("1950-06-01");
            desk.photographWhole("office-enrol-person");
            desk.see("enrol-next").click();
            desk.see("enrol-name").fill("罗敏");
            desk.see("enrol-phone").fill("abc");
            desk.see("enrol-next").click();
            desk.see("enrol-address").fill("柳泉街道1号楼");
            desk.see("enrol-grid").selectOption(new SelectOption().setIndex(1));
            desk.photographWhole("office-enrol-home");
            desk.see("enrol-next").click();
            desk.see("enrol-next").click();
            assertThat(desk.page().getByText("不是电话号码")).isVisible();
            desk.photographWhole("office-enrol-refused");
            desk.see("enrol-phone").fill("000-0009-0009");
            for (int step = 1; step < 4; step++) {
                desk.see("enrol-next").click();
            }
            assertThat(desk.see("enrol-finished")).containsText(Pattern.compile("罗秀珍 已登记，编号 K\\d{6}"));
            assertThat(unexpected(desk)).isEmpty();
        }
    }

    @Test
    void aGridIsDrawnAShiftPlannedAndALadderChangedAndTried() {
        try (Desk desk = Desk.of(browser, town, "administrator")) {
            desk.enter("places");
            desk.see("draw-grid").selectOption(new SelectOption().setIndex(1));
            Locator map = desk.see("placemap");
            for (int[] corner : new int[][] {{300, 100}, {500, 100}, {500, 300}, {300, 300}}) {
                map.click(new Locator.ClickOptions().setPosition(corner[0], corner[1]));
            }
            assertThat(desk.see("corners")).containsText("4");
            desk.see("draw-save").click();
            assertThat(desk.see("done")).containsText("首次绘制 1");
            desk.photographWhole("office-places");

            desk.enter("roster");
            assertThat(desk.see("calendar")).isVisible();
            desk.see("shift-duty").selectOption("backup");
            desk.see("shift-from").fill("2035-01-01T08:00");
            desk.see("shift-until").fill("2035-01-01T07:00");
            desk.see("shift-save").click();
            assertThat(desk.see("problem")).containsText("结束时间应晚于开始时间");
            desk.see("shift-until").fill("2035-01-01T20:00");
            desk.see("shift-save").click();
            assertThat(desk.see("shifts")).containsText("2035/01/01 08:00");
            desk.photographWhole("office-roster");

            desk.enter("ladders");
            desk.see("ladder-everywhere-sos-emergency")
                    .getByTestId("ladder-edit")
                    .click();
            desk.see("rung-after-1").fill("45");
            desk.photographWhole("office-ladder-edit");
            desk.see("ladder-save").click();
            assertThat(desk.see("done")).containsText("已保存为第");
            desk.see("person-search").fill(town.wearerName(0));
            desk.see("person-find").click();
            desk.page().locator("[data-testid^=person-demo]").first().click();
            assertThat(desk.see("ladder-preview")).containsText("45 秒");
            assertThat(desk.see("ladder-preview")).containsText("主班网格员");
            desk.photographWhole("office-ladders");
            assertThat(unexpected(desk)).isEmpty();
        }
    }

    private static void upload(Desk desk, String text) {
        desk.see("import-file")
                .setInputFiles(new FilePayload("wearers.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All but that something was refused, which these tests do on purpose. */
    private static List<String> unexpected(Desk desk) {
        return desk.complaints().stream()
                .filter(line -> !line.matches(".*status of 4(00|03|09).*"))
                .toList();
    }

    private static boolean connects(String band, String secret) {
        return catchThrowable(
                        () -> BandClient.connect(town.node().mqttPort(), band, secret, new MqttConnectionOptions())
                                .close())
                == null;
    }
}
