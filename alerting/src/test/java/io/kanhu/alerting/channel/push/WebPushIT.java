package io.kanhu.alerting.channel.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.Message.Words;
import io.kanhu.alerting.channel.fake.FakeServer.Mood;
import io.kanhu.alerting.channel.fake.FakeServer.Response;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.ladder.Means;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes on their way to browsers, by a push service that looks closely. */
class WebPushIT {
    @TempDir
    private static Path folder;

    private static final Town town = new Town();

    private final VapidKeys keys = VapidKeys.of(folder.resolve("push.json"), "mailto:ops@example.org");
    private final Browser phone = Browser.fresh();
    private final FakePushService service = new FakePushService(town.clock(), keys.publicKeyText());
    private final Subscriptions subscriptions =
            new Subscriptions(town.jdbi(), town.clock(), keys, new PushServices(List.of("127.0.0.1")));
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));
    private final Channel channel = new WebPushChannel(subscriptions, keys, exchange, town.clock());

    private long wang;
    private long user;

    @AfterAll
    static void shut() {
        town.close();
    }

    @BeforeEach
    void wang() {
        town.clear();
        wang = Objects.requireNonNull(town.worker("wang").workerId());
        user = town.number("SELECT id FROM app_user WHERE name = 'wang'");
        add(user, "phone", phone);
    }

    @AfterEach
    void close() {
        exchange.close();
        service.close();
    }

    @Test
    void thePhoneShowsThatSomebodyCallsAndNotWho() {
        assertThat(send(channel, message())).isInstanceOf(Accepted.class);
        assertThat(service.complaints()).isEmpty();
        assertThat(service.shown("phone"))
                .hasSize(1)
                .first()
                .asString()
                .contains("\"alert\":7", "\"title\":\"紧急呼叫\"")
                .doesNotContain("Li Ming", "Lane 3");
    }

    @Test
    void aTryAfterALostReplyIsTheSameMessageToThePushService() {
        service.willBe(Mood.LOSES_THE_REPLY);
        Message message = message();
        assertThat(send(channel, message)).isInstanceOf(Later.class);
        assertThat(send(channel, message)).isInstanceOf(Accepted.class);
        assertThat(service.topics()).hasSize(1);
        assertThat(service.shown("phone").getFirst())
                .isEqualTo(service.shown("phone").getLast());
    }

    @Test
    void aBrowserThatTheServiceHasForgottenIsForgottenHereAndTheOtherIsReached() {
        add(user, "tablet", Browser.fresh());
        service.forget("phone");
        assertThat(send(channel, message())).isInstanceOf(Accepted.class);
        assertThat(service.shown("tablet")).hasSize(1);
        assertThat(town.number("SELECT count(*) FROM push_subscription")).isEqualTo(1);
        service.forget("tablet");
        assertThat(send(channel, message())).isInstanceOf(Refused.class);
        assertThat(town.number("SELECT count(*) FROM push_subscription")).isZero();
        assertThat(send(channel, message())).isInstanceOf(Refused.class);
    }

    @Test
    void aBusyServiceIsTriedWhenItWishesAndABrokenOneSoon() {
        service.willAnswer(new Response(429, "", Map.of("Retry-After", "30")), Response.of(503), Response.of(413));
        assertThat(send(channel, message())).isEqualTo(later("429", 30));
        assertThat(send(channel, message())).isEqualTo(later("503", 0));
        assertThat(send(channel, message())).isInstanceOf(Refused.class);
        assertThat(town.number("SELECT count(*) FROM push_subscription")).isEqualTo(1);
    }

    @Test
    void aServiceThatNeverAnswersIsNotWaitedForAndOneThatRefusesOurKeyIsTriedAgain() {
        service.willBe(Mood.NEVER_ANSWERS);
        try (Exchange impatient = new Exchange(Duration.ofMillis(200))) {
            Channel hasty = new WebPushChannel(subscriptions, keys, impatient, town.clock());
            assertThat(send(hasty, message())).isInstanceOf(Later.class);
        }
        VapidKeys others = VapidKeys.of(folder.resolve("others.json"), "mailto:ops@example.org");
        Channel foreign = new WebPushChannel(subscriptions, others, exchange, town.clock());
        assertThat(send(foreign, message())).isEqualTo(later("403", 0));
        assertThat(service.complaints()).containsExactly("vapid key of another server");
    }

    @Test
    void whoeverSwitchesItOnLastHasThePhoneAndSwitchesItOff() {
        long chen = Objects.requireNonNull(town.worker("chen").workerId());
        long other = town.number("SELECT id FROM app_user WHERE name = 'chen'");
        add(other, "phone", phone);
        assertThat(subscriptions.of(wang)).isEmpty();
        assertThat(subscriptions.of(chen)).hasSize(1);
        subscriptions.remove(user, service.url("/push/phone").toString());
        assertThat(subscriptions.of(chen)).hasSize(1);
        subscriptions.remove(other, service.url("/push/phone").toString());
        assertThat(subscriptions.of(chen)).isEmpty();
    }

    @Test
    void whatHasRunOutOrIsOfSomebodyWhoMayNotLogInIsNotSentTo() {
        subscriptions.add(
                user,
                service.subscribe("phone", phone),
                phone.p256dh(),
                phone.auth(),
                town.clock().instant().plusSeconds(60));
        town.clock().pass(Duration.ofSeconds(60));
        assertThat(send(channel, message())).isInstanceOf(Refused.class);
        subscriptions.forgetOld();
        assertThat(town.number("SELECT count(*) FROM push_subscription")).isZero();
        add(user, "phone", phone);
        town.jdbi().useHandle(h -> h.execute("UPDATE app_user SET disabled = true"));
        assertThat(send(channel, message())).isInstanceOf(Refused.class);
    }

    @Test
    void callsThatHaveNoNumberYetGoToTheBrowsersThatAreRemembered() {
        Message call = new Message(
                UUID.randomUUID(),
                Means.PUSH,
                new Recipient(wang, null, null, null, null),
                "zh",
                new Words("紧急呼叫", "Li Ming", "Lane 3", "Li Ming, Lane 3"),
                0,
                "sos",
                town.clock().instant());
        assertThat(send(channel, call)).isInstanceOf(Refused.class);
        town.jdbi().useHandle(subscriptions::remember);
        // As if nothing could be read any more.
        town.jdbi().useHandle(h -> h.execute("DELETE FROM push_subscription"));
        assertThat(send(channel, call)).isInstanceOf(Accepted.class);
        assertThat(service.complaints()).isEmpty();
        assertThat(service.shown("phone").getFirst())
                .contains("\"alert\":0", "\"urgent\":true")
                .doesNotContain("Li Ming", "Lane 3", "编号");
        service.forget("phone");
        assertThat(send(channel, call)).isInstanceOf(Refused.class);
    }

    @Test
    void anEleventhBrowserTakesThePlaceOfTheFirst() {
        for (int i = 0; i < 10; i++) {
            town.clock().pass(Duration.ofSeconds(1));
            add(user, "browser" + i, Browser.fresh());
        }
        assertThat(subscriptions.of(wang))
                .hasSize(10)
                .noneMatch(one -> one.endpoint().getPath().endsWith("phone"));
    }

    @Test
    void aServiceThatIsNotListedAndKeysThatAreNoneAreRefused() {
        for (String endpoint : List.of(
                "http://127.0.0.2/push",
                "http://fcm.googleapis.com/send",
                "https://127.0.0.1.example.org/",
                "https://user@127.0.0.1/",
                "file:///etc/passwd",
                "nothing")) {
            assertThatThrownBy(() -> subscriptions.add(user, endpoint, phone.p256dh(), phone.auth(), null))
                    .as(endpoint)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("push service");
        }
        String endpoint = service.url("/push/x").toString();
        String nowhere = "B" + "A".repeat(86);
        assertThatThrownBy(() -> subscriptions.add(user, endpoint, nowhere, phone.auth(), null))
                .hasMessageContaining("p256dh");
        assertThatThrownBy(() -> subscriptions.add(user, endpoint, phone.p256dh(), "AAAA", null))
                .hasMessageContaining("auth has 3 bytes");
    }

    private void add(long user, String name, Browser browser) {
        subscriptions.add(user, service.subscribe(name, browser), browser.p256dh(), browser.auth(), null);
    }

    private Message message() {
        return new Message(
                UUID.randomUUID(),
                Means.PUSH,
                new Recipient(wang, null, null, null, null),
                "zh",
                new Words("紧急呼叫", "Li Ming", "Lane 3", "Li Ming, Lane 3"),
                7,
                "sos",
                town.clock().instant());
    }

    private static Later later(String status, int seconds) {
        return new Later("the push service 127.0.0.1 answers " + status, Duration.ofSeconds(seconds));
    }

    private static Channel.Answer send(Channel by, Message message) {
        return by.send(message).toCompletableFuture().join();
    }
}
