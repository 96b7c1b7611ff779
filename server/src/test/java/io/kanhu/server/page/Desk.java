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

/** A desk with the town's console on its screen, at which somebody agrees when asked whether they are sure. */
final class Desk implements AutoCloseable {
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
        page.onDialog(Dialog::accept);
        page.navigate("/console/");
    }

    /** With a screen of 1440 by 900. */
    static Desk in(Browser browser, Town town) {
        return new Desk(browser, town, 1440, 900);
    }

    /** The same with somebody logged in. */
    static Desk of(Browser browser, Town town, String user) {
        Desk desk = in(browser, town);
        desk.logIn(user, town.password(user));
        return desk;
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

    void enter(String room) {
        see("room-" + room).click();
    }

    /** A picture of the whole page, also below the screen, with which axe-core finds no fault. */
    void photographWhole(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
        isFitForEverybody(name);
    }

    /** Nothing that axe-core finds fault with. */
    void isFitForEverybody(String view) {
        Lens.checkReading(page, view);
    }

    @Override
    public void close() {
        context.close();
    }
}
