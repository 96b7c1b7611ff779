package io.kanhu.server.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.kanhu.ingest.BandClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * From the press at the band to the alarm on a worker's screen: a running demo town, a real browser that is logged in, presses one
 * after the other. The clock starts before the band publishes and stops in the page after the alarm was painted; band, server,
 * database and browser share one machine and so one clock.
 */
public final class AlertBench {
    private static final int WARM_UP = 5;

    private AlertBench() {}

    /** Arguments: the data directory of the demo, the number of presses. */
    public static void main(String[] arguments) throws IOException, MqttException {
        JsonObject keys = new JsonObject(Files.readString(Path.of(arguments[0], "demo.json")));
        int presses = Integer.parseInt(arguments[1]);
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of("--no-sandbox")))) {
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(412, 915));
            logIn(page, keys);
            Histogram shown = new Histogram(60_000, 3);
            Histogram stored = new Histogram(60_000_000, 3);
            for (int press = 0; press < WARM_UP + presses; press++) {
                if (press == WARM_UP) {
                    shown.reset();
                    stored.reset();
                }
                measure(page, keys, press, shown, stored);
            }
            print(browser, keys, presses, shown, stored);
        }
    }

    private static void logIn(Page page, JsonObject keys) {
        JsonObject user = keys.getJsonArray("users").getJsonObject(0);
        page.addInitScript("localStorage.setItem('kanhu.sound', JSON.stringify({heard: true, at: Date.now()}))");
        page.navigate(keys.getString("http"));
        page.getByTestId("login-name").fill(user.getString("name"));
        page.getByTestId("login-password").fill(user.getString("password"));
        page.getByTestId("login-submit").click();
        page.waitForSelector("[data-testid=connection][data-state=open]");
    }

    private static void measure(Page page, JsonObject keys, int press, Histogram shown, Histogram stored)
            throws MqttException {
        JsonObject band = keys.getJsonArray("bands")
                .getJsonObject(press % keys.getJsonArray("bands").size());
        String id = band.getString("id");
        String before = Objects.requireNonNullElse(page.locator("html").getAttribute("data-last-alert-shown-at"), "");
        try (BandClient client = BandClient.connect(
                keys.getJsonObject("mqtt").getInteger("port"),
                id,
                band.getString("secret"),
                new MqttConnectionOptions())) {
            long pressed = System.currentTimeMillis();
            long begun = System.nanoTime();
            client.publish(
                    "kanhu/v1/" + id + "/sos",
                    new JsonObject()
                            .put("id", "bench-" + pressed)
                            .put("ts", pressed)
                            .put("pressMs", 3200)
                            .encode());
            stored.recordValue((System.nanoTime() - begun) / 1000);
            page.waitForFunction(
                    "before => (document.documentElement.dataset.lastAlertShownAt ?? '') !== before", before);
            long at = Long.parseLong(page.locator("html").getAttribute("data-last-alert-shown-at"));
            shown.recordValue(Math.max(0, at - pressed));
        }
        close(page);
    }

    /** Works the case to its end, so that the next press finds the page as the first one did. */
    private static void close(Page page) {
        page.getByTestId("acknowledge").first().click();
        page.getByTestId("resolve").first().click();
        page.getByTestId("outcome-test").first().click();
        page.getByTestId("close").first().click();
        page.waitForFunction("() => document.querySelector('alert-card') === null");
    }

    private static void print(Browser browser, JsonObject keys, int presses, Histogram shown, Histogram stored) {
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                "machine: %d cores, %s %s, Java %s, Chromium %s; %d bands live beside it%n",
                runtime.availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version(),
                browser.version(),
                keys.getJsonArray("bands").size());
        System.out.printf("%d presses after %d to warm up%n", presses, WARM_UP);
        System.out.printf(
                "press to PUBACK (stored, dispatched)   p50 %.1f ms  p90 %.1f ms  p99 %.1f ms  max %.1f ms%n",
                stored.getValueAtPercentile(50) / 1000.0,
                stored.getValueAtPercentile(90) / 1000.0,
                stored.getValueAtPercentile(99) / 1000.0,
                stored.getMaxValue() / 1000.0);
        System.out.printf(
                "press to alarm painted on the page     p50 %d ms  p90 %d ms  p99 %d ms  max %d ms%n",
                shown.getValueAtPercentile(50),
                shown.getValueAtPercentile(90),
                shown.getValueAtPercentile(99),
                shown.getMaxValue());
    }
}
