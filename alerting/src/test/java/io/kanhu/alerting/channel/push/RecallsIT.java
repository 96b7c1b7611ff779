package io.kanhu.alerting.channel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.channel.Rate;
import io.kanhu.alerting.channel.Sender;
import io.kanhu.alerting.channel.SendingFigures;
import io.kanhu.alerting.channel.fake.FakeServer.Response;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.Calls;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Times;
import io.kanhu.alerting.escalation.Assistance;
import io.kanhu.alerting.escalation.EscalationFigures;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.pushing.Pushing;
import io.kanhu.alerting.pushing.Recalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two phones in two pockets, both called; one of their owners says that they go. */
class RecallsIT {
    private static final Set<Means> MEANS = Set.of(Means.APP, Means.PUSH);

    @TempDir
    private static Path folder;

    private static final Town town = new Town();

    private final VapidKeys keys = VapidKeys.of(folder.resolve("push.json"), "mailto:ops@example.org");
    private final FakePushService service = new FakePushService(town.clock(), keys.publicKeyText());
    private final Subscriptions subscriptions =
            new Subscriptions(town.jdbi(), town.clock(), keys, new PushServices(List.of("127.0.0.1")));
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Sender sender = new Sender(
            town.jdbi(),
            Means.PUSH,
            new WebPushChannel(subscriptions, keys, exchange, town.clock()),
            Rate.perSecond(100),
            town.clock(),
            new SendingFigures(metrics, MEANS));
    private final Pushing recalls = new Pushing(
            town.jdbi(),
            town.clock(),
            new Recalls(new ChannelDesk(town.jdbi(), town.clock(), List.of(sender))),
            "recalls");
    private final Moves moves = new Moves(town.jdbi(), town.clock(), recalls::wake, Times.unread());
    private final Calls calls = new Calls(
            town.jdbi(),
            town.clock(),
            recalls::wake,
            town.climber(MEANS),
            new Assistance(new Ladders(), MEANS, new EscalationFigures(metrics)));
    private Actor wang = Town.SUPERVISOR;
    private Actor chen = Town.SUPERVISOR;
    private long alert;

    @AfterAll
    static void shut() {
        town.close();
    }

    @BeforeEach
    void liCalls() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1");
        wang = town.onDuty("wang", "east");
        chen = town.onDuty("chen", "east");
        has("wang");
        has("chen");
        town.write(town.node(MEANS, () -> {}), town.press("b1"));
        alert = town.number("SELECT id FROM alert");
        sender.start();
        await().until(() ->
                town.number("SELECT count(*) FROM notification WHERE channel = 'push' AND state = 'sent'") == 2);
    }

    @AfterEach
    void close() {
        recalls.close();
        sender.close();
        exchange.close();
        service.close();
    }

    @Test
    void theOtherPhoneShowsWhoGoesInPlaceOfTheCall() {
        recalls.start();
        moves.acknowledge(alert, wang);
        await().until(() -> service.shown("chen").size() == 2);
        assertThat(service.shown("chen").getLast())
                .contains("\"alert\":" + alert, "\"recall\":true", "\"urgent\":false", "wang已接单")
                .doesNotContain("li");
        // Under one topic, so that a phone that has fetched neither gets the second only.
        assertThat(service.topics()).hasSize(2);
        await().until(() -> fates().equals(List.of("sent")));
        assertThat(service.shown("wang")).hasSize(1);
        assertThat(service.complaints()).isEmpty();
    }

    @Test
    void aCallThatIsGivenBackAtOnceIsNotRecalled() {
        moves.acknowledge(alert, wang);
        calls.decline(alert, wang, "too far");
        recalls.start();
        await().until(() -> fates().isEmpty());
        assertThat(service.shown("chen")).noneMatch(text -> text.contains("\"recall\":true"));

        // Then the office goes; who has declined is not told.
        moves.acknowledge(alert, Town.SUPERVISOR);
        await().until(() -> service.shown("chen").size() == 2);
        assertThat(service.shown("chen").getLast()).contains("\"recall\":true", "office已接单");
        await().until(() -> fates().equals(List.of("sent")));
        assertThat(service.shown("wang")).hasSize(1);
    }

    /** Their page has answered while the push was still on its way to their own phone. */
    @Test
    void whoeverGoesIsNeverToldThatTheyNeedNot() {
        moves.acknowledge(alert, wang);
        town.jdbi().useHandle(h -> h.execute("DELETE FROM push_recall"));
        town.jdbi()
                .useHandle(h -> h.execute("INSERT INTO push_recall (notification_id, since)"
                        + " SELECT id, now() FROM notification WHERE channel = 'push'"));
        recalls.start();
        await().until(() -> service.shown("chen").size() == 2);
        await().until(() -> fates().equals(List.of("sent")));
        assertThat(service.shown("wang")).hasSize(1);
    }

    @Test
    void aPushServiceThatIsAwayIsAskedAgain() {
        service.willAnswer(Response.of(503));
        recalls.start();
        moves.acknowledge(alert, chen);
        await().until(() -> service.shown("wang").size() == 2);
        assertThat(fates()).containsExactly("sent");
    }

    private List<String> fates() {
        return town.texts("SELECT state FROM push_recall ORDER BY notification_id");
    }

    private void has(String worker) {
        Browser phone = Browser.fresh();
        long user = town.number("SELECT id FROM app_user WHERE name = '" + worker + "'");
        subscriptions.add(user, service.subscribe(worker, phone), phone.p256dh(), phone.auth(), null);
    }
}
