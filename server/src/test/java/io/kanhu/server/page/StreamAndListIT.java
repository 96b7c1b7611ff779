package io.kanhu.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kanhu.server.Person.json;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker's page reads a list of alerts while the stream brings newer ones: the list must not undo what the stream said. */
@Tag("long")
class StreamAndListIT {
    private static final String LIST = "**/api/alerts?state=all*";

    @TempDir
    static Path data;

    private static Stage stage;
    private static Town town;

    @BeforeAll
    static void start() {
        stage = Stage.set(data);
        town = stage.town();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Test
    void aCallThatComesWhileTheListIsOnItsWayGoesOnRinging() throws MqttException {
        try (Phone phone = Phone.in(stage.browser(), town)) {
            SlowList list = new SlowList(phone);
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            list.awaitAsked();
            town.press(1, "while the list is read");
            assertThat(phone.see("ringing")).containsText(town.wearerName(1));

            list.arrive();

            assertThat(phone.see("ringing")).containsText(town.wearerName(1));
            Person worker = town.loggedIn(Town.WORKER);
            close(worker, openAlert(worker));
            assertThat(phone.see("ringing")).hasCount(0);
        }
    }

    @Test
    void aCaseThatIsClosedWhileTheListIsOnItsWayDoesNotRingAgain() throws MqttException {
        Person worker = town.loggedIn(Town.WORKER);
        town.press(2, "closed while the list is read");
        long alert = openAlert(worker);
        try (Phone phone = Phone.in(stage.browser(), town)) {
            SlowList list = new SlowList(phone);
            phone.logIn(Town.WORKER, town.password(Town.WORKER));
            list.awaitAsked();
            close(worker, alert);
            town.press(3, "the next");
            assertThat(phone.see("ringing")).containsText(town.wearerName(3));

            list.arrive();

            assertThat(phone.see("ringing")).containsText(town.wearerName(3));
            close(worker, openAlert(worker));
            assertThat(phone.see("ringing")).hasCount(0);
        }
    }

    private static long openAlert(Person worker) {
        return json(worker.get("/api/alerts?state=open"))
                .getJsonArray("alerts")
                .getJsonObject(0)
                .getLong("id");
    }

    private static void close(Person worker, long alert) {
        String path = "/api/alerts/" + alert;
        json(worker.post(path + "/acknowledge"));
        json(worker.post(path + "/resolve", "{\"outcome\":\"test\"}"));
        json(worker.post(path + "/close"));
    }

    /** The lists that this phone asks for; what the server says is held back until the test wants it. */
    private static final class SlowList {
        private final Phone phone;
        private final Deque<Runnable> held = new ArrayDeque<>();

        SlowList(Phone phone) {
            this.phone = phone;
            phone.context().route(LIST, this::hold);
        }

        private void hold(Route route) {
            APIResponse answer = route.fetch();
            held.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(answer)));
        }

        void awaitAsked() {
            phone.page().waitForCondition(() -> !held.isEmpty());
        }

        /** Lets the list through, and waits until the page has shown it. */
        void arrive() {
            phone.page()
                    .waitForResponse(
                            "**/api/alerts?state=all*", () -> held.removeFirst().run());
            phone.page().evaluate("() => new Promise(shown => setTimeout(() => requestAnimationFrame(shown), 300))");
        }
    }
}
