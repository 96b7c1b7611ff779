package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kanhu.server.Person.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rooms of the console that are about access, at a desk; and a name that would be a script. */
@Tag("long")
class AccessRoomsIT {
    private static final String SCRIPT =
            "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>";

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
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    /** Somebody at a desk who is logged in. */
    private record Desk(BrowserContext context, Page page, List<String> complaints) implements AutoCloseable {
        static Desk of(String user, String room) {
            BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                    .setViewportSize(1440, 900)
                    .setLocale("zh-CN")
                    .setTimezoneId("Asia/Shanghai")
                    .setBaseURL(town.http()));
            Page page = context.newPage();
            List<String> complaints = new CopyOnWriteArrayList<>();
            page.onPageError(complaints::add);
            page.onDialog(dialog -> complaints.add("dialog " + dialog.message()));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().matches(".*\\b(401|409)\\b.*")) {
                    complaints.add(message.text());
                }
            });
            page.navigate("/console/#" + room);
            page.getByTestId("login-name").fill(user);
            page.getByTestId("login-password").fill(town.password(user));
            page.getByTestId("login-submit").click();
            return new Desk(context, page, complaints);
        }

        void photograph(String name) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Test
    void aNameThatIsAScriptIsShownAsTextAndTheBrowserHasNothingToComplainAbout() throws MqttException {
        town.jdbi()
                .useHandle(h -> h.execute(
                        "UPDATE wearer SET name = ?, address = ? WHERE id = ?", SCRIPT, SCRIPT, town.wearer(1)));
        town.press(1, "script");
        Person care = town.loggedIn("care");
        json(care.get("/api/wearers/" + town.wearer(1) + "?reason=%3Cscript%3Ealert(1)%3C/script%3E"));
        try (Desk desk = Desk.of("supervisor", "board")) {
            assertThat(desk.page().locator("main")).containsText(SCRIPT);
            desk.page().getByTestId("room-audit").click();
            assertThat(desk.page().getByTestId("audit-table")).containsText(SCRIPT);
            assertThat(desk.page().getByTestId("audit-table")).containsText("<script>alert(1)</script>");
            assertThat(desk.page().title()).doesNotContain("hacked");
            assertThat(desk.page().locator("main img, main script").count()).isZero();
            assertThat(desk.complaints()).isEmpty();
        }
        try (Phone phone = Phone.in(browser, town)) {
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            assertThat(phone.see("ringing")).containsText(SCRIPT);
            assertThat(phone.page().title()).doesNotStartWith("hacked");
            assertThat(phone.complaints()).isEmpty();
        }
    }

    @Test
    void anAdministratorLetsSomebodyInSeesItInTheLogAndLooksAfterTheirOwnAccount() {
        try (Desk desk = Desk.of("administrator", "users")) {
            Page page = desk.page();
            page.getByTestId("users-add").click();
            page.getByTestId("users-name").fill("xiaoli");
            page.getByTestId("users-role").selectOption("care");
            page.getByTestId("users-area").fill("demo-street-1");
            page.getByTestId("users-save").click();
            assertThat(page.getByTestId("users-once")).hasText(Pattern.compile("[\\w-]{16}"));
            assertThat(page.getByTestId("user-xiaoli")).containsText("柳泉街道");
            desk.photograph("users");
            page.getByTestId("change-xiaoli").click();
            page.getByTestId("users-area").fill("atlantis");
            page.getByTestId("users-save").click();
            assertThat(page.getByTestId("users-problem")).containsText("atlantis");
            page.getByTestId("users-area").fill("");
            page.getByTestId("users-disabled").check();
            page.getByTestId("users-save").click();
            assertThat(page.getByTestId("user-xiaoli")).containsText("停用");

            page.getByTestId("room-audit").click();
            page.getByTestId("audit-what").selectOption("user_changed");
            page.getByTestId("audit-find").click();
            assertThat(page.getByTestId("audit-table")).containsText("xiaoli");
            assertThat(page.getByTestId("audit-table").locator("tbody tr")).hasCount(1);
            desk.photograph("audit");

            page.getByTestId("room-account").click();
            assertThat(page.getByTestId("session").first()).containsText("Chrome");
            page.getByTestId("account-old").fill("wrong one");
            page.getByTestId("account-new").fill("a new password");
            page.getByTestId("account-change").click();
            assertThat(page.getByTestId("account-problem")).isVisible();
            page.getByTestId("account-old").fill(town.password("administrator"));
            page.getByTestId("account-new").fill("a new password");
            page.getByTestId("account-change").click();
            assertThat(page.getByTestId("account-changed")).isVisible();
            desk.photograph("account");
            page.getByTestId("language").click();
            assertThat(page.locator("h1")).hasText("My account");
            assertThat(desk.complaints()).noneMatch(text -> !text.contains("403") && !text.contains("400"));
        }
    }
}
