package io.kanhu.server.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.kanhu.server.Town;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody at a desk with the console in front of them; agrees when asked whether they are sure. */
final class OfficeDesk implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    OfficeDesk(Browser browser, Town town, String user) {
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1440, 900)
                .setLocale("zh-CN")
                .setTimezoneId("Asia/Shanghai")
                .setBaseURL(town.http()));
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // What is refused is answered with 4xx on purpose.
            if (message.type().equals("error") && !message.text().contains("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onDialog(Dialog::accept);
        page.navigate("/console/");
        see("login-name").fill(user);
        see("login-password").fill(town.password(user));
        see("login-submit").click();
    }

    Page page() {
        return page;
    }

    Locator see(String testId) {
        return page.getByTestId(testId);
    }

    void enter(String room) {
        see("room-" + room).click();
    }

    /** Errors of the page's own code. */
    List<String> complaints() {
        return complaints;
    }

    /** A picture of what they see, which axe-core finds no fault with. */
    void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
        Lens.checkReading(page, name);
    }

    @Override
    public void close() {
        context.close();
    }
}
