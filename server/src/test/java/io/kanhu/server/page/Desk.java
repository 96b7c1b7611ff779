package io.kanhu.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.kanhu.server.Town;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk with the town's console on its screen. */
final class Desk implements AutoCloseable {
    private static final String VIOLATIONS = """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations
              .map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | ')}`)
            """;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Desk(Browser browser, Town town, int width, int height) {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("zh-CN")
                .setTimezoneId("Asia/Shanghai")
                .setBaseURL(town.http()));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("401 (Unauthorized)")) {
                complaints.add(message.text());
            }
        });
        page.navigate("/console/");
    }

    /** With a screen of 1440 by 900. */
    static Desk in(Browser browser, Town town) {
        return new Desk(browser, town, 1440, 900);
    }

    /** A screen on the wall. */
    static Desk onTheWall(Browser browser, Town town) {
        return new Desk(browser, town, 1920, 1080);
    }

    Page page() {
        return page;
    }

    Locator see(String testId) {
        return page.getByTestId(testId);
    }

    void logIn(String user, String password) {
        see("login-name").fill(user);
        see("login-password").fill(password);
        see("login-submit").click();
    }

    /** Errors of the page's own code, and of resources it could not have. */
    List<String> complaints() {
        return complaints;
    }

    /** A picture of what is on the screen. */
    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** Nothing that axe-core finds fault with. */
    void isFitForEverybody(String view) {
        if (!Boolean.TRUE.equals(page.evaluate("() => Boolean(window.axe)"))) {
            page.evaluate(axe());
        }
        assertThat(((List<?>) page.evaluate(VIOLATIONS))).as(view).isEmpty();
    }

    private static String axe() {
        Properties properties = new Properties();
        try (InputStream in = open("META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (InputStream in =
                open("META-INF/resources/webjars/axe-core/" + properties.getProperty("version") + "/axe.min.js")) {
            // What it answers to being read is large and of no use.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n;undefined";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Desk.class.getClassLoader().getResourceAsStream(name), name);
    }

    @Override
    public void close() {
        context.close();
    }
}
