package io.kanhu.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import io.kanhu.server.Town;
import java.nio.file.Path;
import java.util.Map;

/** A town, and a browser to look at its pages with: for all tests of a class. */
final class Stage implements AutoCloseable {
    private final Town town;
    private final Playwright playwright;
    private final Browser browser;

    private Stage(Town town) {
        this.town = town;
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = Phone.launch(playwright);
    }

    static Stage set(Path data) {
        return set(data, Map.of());
    }

    /** The same in a town with settings of its own. */
    static Stage set(Path data, Map<String, String> settings) {
        return new Stage(Town.start(data, settings));
    }

    Town town() {
        return town;
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        town.close();
    }
}
