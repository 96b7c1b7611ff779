package io.kanhu.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.kanhu.server.Town;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A worker's phone: the system's Chromium, as large as a phone, with the town's page. */
final class Phone implements AutoCloseable {
    private static final List<String> BROWSERS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static final int PATIENCE_MILLIS = 20_000;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** As if its owner had said a minute ago that they hear it. */
    private static final String HEARD = """
            localStorage.getItem('kanhu.sound') ?? localStorage.setItem('kanhu.sound', JSON.stringify({heard: true, at: Date.now() - 60000}))
            """;

    private Phone(Browser browser, Town town, boolean heard, boolean open) {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setDeviceScaleFactor(2)
                .setHasTouch(true)
                .setLocale("zh-CN")
                .setTimezoneId("Asia/Shanghai")
                .setGeolocation(35.0302, 110.9901)
                .setPermissions(List.of("geolocation"))
                .setBaseURL(town.http()));
        if (heard) {
            context.addInitScript(HEARD);
        }
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("401 (Unauthorized)")) {
                complaints.add(message.text());
            }
        });
        if (open) {
            page.navigate("/");
        }
    }

    /** The system's Chromium, which asks nobody outside for anything. */
    static Browser launch(Playwright playwright) {
        // Several pages at once on a busy machine take their time; a test is about what comes, not about when.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(browserPath())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--autoplay-policy=user-gesture-required",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run")));
    }

    /** A phone whose sound was tested, with this town's page open. */
    static Phone in(Browser browser, Town town) {
        return new Phone(browser, town, true, true);
    }

    /** A phone that nobody has used yet. */
    static Phone unused(Browser browser, Town town) {
        return new Phone(browser, town, false, true);
    }

    /** A phone that has not opened the page yet. */
    static Phone blank(Browser browser, Town town) {
        return new Phone(browser, town, true, false);
    }

    private static Path browserPath() {
        return BROWSERS.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the browser tests need Chromium: apt-get install chromium, or ./kanhu test does it"));
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    Locator see(String testId) {
        return page.getByTestId(testId);
    }

    void logIn(String user, String password) {
        see("login-name").fill(user);
        see("login-password").fill(password);
        see("login-submit").tap();
    }

    /** Errors of the page's own code, and of resources it could not have. */
    List<String> complaints() {
        return complaints;
    }

    /** A picture of what the worker sees. */
    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    @Override
    public void close() {
        context.close();
    }
}
