package io.kanhu.alerting.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.FakeGateway.Mood;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.channel.webhook.Webhook;
import io.kanhu.alerting.channel.webhook.WebhookSignature;
import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages on their way to a gateway that has its moods. */
class SenderIT {
    private static final Town town = new Town();
    private static final County county = new County(town);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeGateway gateway = new FakeGateway(town.clock());
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));
    private final Channel channel = channel(gateway.url(), exchange);

    SenderIT() throws IOException {}

    @AfterAll
    static void shut() {
        town.close();
    }

    @AfterEach
    void close() {
        exchange.close();
        gateway.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1");
        town.onDuty("wang", "east");
        county.family("li", "daughter", 1);
    }

    @Test
    void aMessageIsSignedAndSaysWhoCallsAndWhere() {
        message("sms", "wang");
        sender(channel, 20).sendWhatIsDue();

        await().until(() -> states().equals(List.of("sent 1")));
        assertThat(gateway.refused()).isEmpty();
        assertThat(gateway.delivered().values())
                .hasSize(1)
                .first()
                .asString()
                .contains("\"channel\":\"sms\"", "\"to\":\"wang's phone\"", "li's address", "kanhu.page");
        assertThat(metrics.get("kanhu.notifications")
                        .tags("channel", "sms", "result", "sent")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void familyIsToldWithoutTheAddress() {
        message("sms", "daughter");
        sender(channel, 20).sendWhatIsDue();
        await().until(() -> states().equals(List.of("sent 1")));
        assertThat(gateway.delivered().values())
                .first()
                .asString()
                .contains("daughter's phone", "li")
                .doesNotContain("address");
    }

    @Test
    void mailGoesToTheMailboxesOfWorkersAndFamily() {
        town.jdbi().useHandle(h -> {
            h.execute("UPDATE worker SET email = 'wang@example.org'");
            h.execute("UPDATE contact SET email = 'daughter@example.org'");
        });
        message("email", "wang");
        message("email", "daughter");
        List<String> to = new MessageQueue(town.jdbi())
                .claim(Means.EMAIL, true, town.clock().instant(), Duration.ofSeconds(15), 10).stream()
                        .map(claimed -> claimed.message().to().email() + " "
                                + claimed.message().words().where())
                        .toList();
        assertThat(to).containsExactly("wang@example.org li's address", "daughter@example.org ");
    }

    @Test
    void aBusyOrBrokenGatewayIsTriedAgainLaterAndTheReplyThatIsLostLeadsToNoSecondMessage() {
        message("sms", "wang");
        gateway.willBe(Mood.BUSY, Mood.BROKEN, Mood.LOSES_THE_REPLY);
        Sender sender = sender(channel, 20);

        sender.sendWhatIsDue();
        await().until(() -> states().equals(List.of("pending 1")) && wait(7));
        town.clock().pass(Duration.ofSeconds(7).minusMillis(1));
        sender.sendWhatIsDue();
        assertThat(states()).containsExactly("pending 1");
        town.clock().pass(Duration.ofMillis(1));
        sender.sendWhatIsDue();
        await().until(() -> states().equals(List.of("pending 2")) && wait(4));
        town.clock().pass(Duration.ofSeconds(4));
        sender.sendWhatIsDue();
        await().until(() -> states().equals(List.of("pending 3")) && wait(8));
        town.clock().pass(Duration.ofSeconds(8));
        sender.sendWhatIsDue();
        await().until(() -> states().equals(List.of("sent 4")));

        assertThat(gateway.requests())
                .hasSize(4)
                .containsOnly(gateway.requests().getFirst());
        assertThat(gateway.delivered()).hasSize(1);
    }

    @Test
    void aGatewayThatNeverAnswersIsGivenUpOnAndTriedAgain() {
        message("sms", "wang");
        gateway.willBe(Mood.NEVER_ANSWERS);
        try (Exchange impatient = new Exchange(Duration.ofSeconds(1))) {
            Sender sender = sender(channel(gateway.url(), impatient), 20);
            sender.sendWhatIsDue();
            await().until(() -> states().equals(List.of("pending 1")) && wait(2));
            town.clock().pass(Duration.ofSeconds(2));
            sender.sendWhatIsDue();
            await().until(() -> states().equals(List.of("sent 2")));
        }
    }

    @Test
    void whatTheGatewayWillNeverTakeHasFailed() {
        message("sms", "wang");
        gateway.willBe(Mood.WONT);
        sender(channel, 20).sendWhatIsDue();
        await().until(() -> states().equals(List.of("failed 1")));
        assertThat(town.texts("SELECT last_error FROM notification WHERE channel = 'sms'"))
                .containsExactly("the gateway answers 422");
    }

    @Test
    void whatAServerThatDiedHadInHandIsSentUnderTheSameKeyWhenItsLeaseIsOver() {
        message("sms", "wang");
        new MessageQueue(town.jdbi()).claim(Means.SMS, true, town.clock().instant(), Duration.ofSeconds(15), 10);
        Sender other = sender(channel, 20);

        town.clock().pass(Duration.ofSeconds(15).minusMillis(1));
        other.sendWhatIsDue();
        assertThat(states()).containsExactly("pending 1");
        town.clock().pass(Duration.ofMillis(1));
        other.sendWhatIsDue();

        await().until(() -> states().equals(List.of("sent 2")));
        String key = town.texts("SELECT idempotency_key::text FROM notification WHERE channel = 'sms'")
                .getFirst();
        assertThat(gateway.requests()).containsExactly("msg_" + key);
    }

    @Test
    void whatIsUnderWayIsLeftAloneWhileItsServerLivesAndSentByAnotherSoonAfterThat() {
        message("sms", "wang");
        gateway.willBe(Mood.NEVER_ANSWERS);
        try (Exchange exchange = new Exchange(Duration.ofSeconds(30))) {
            Channel patient = channel(gateway.url(), exchange);
            Sender first = sender(patient, 20);
            Sender other = sender(patient, 20);
            first.sendWhatIsDue();
            for (int i = 0; i < 10; i++) {
                town.clock().pass(Duration.ofSeconds(2));
                first.sendWhatIsDue();
                other.sendWhatIsDue();
            }
            assertThat(states()).containsExactly("pending 1");

            town.clock().pass(Leases.LENGTH);
            other.sendWhatIsDue();
            await().until(() -> states().equals(List.of("sent 2")));
            assertThat(gateway.requests())
                    .hasSize(2)
                    .containsOnly(gateway.requests().getFirst());
        }
    }

    @Test
    void noMoreThanTheBudgetIsSentAndCallsForHelpAreFirst() {
        message("sms", "wang");
        town.jdbi().useHandle(h -> h.execute("UPDATE alert SET kind = 'silent', state = 'closed'"));
        message("sms", "wang");
        message("sms", "daughter");
        Sender sender = sender(channel, 2);

        sender.sendWhatIsDue();
        sender.sendWhatIsDue();
        await().until(() -> gateway.delivered().size() == 2);
        assertThat(
                        town.texts(
                                "SELECT a.kind FROM notification n JOIN alert a ON a.id = n.alert_id WHERE n.attempts = 0 AND n.channel = 'sms'"))
                .containsExactly("silent");
        town.clock().pass(Duration.ofSeconds(1));
        sender.sendWhatIsDue();
        await().until(() -> gateway.delivered().size() == 3);
    }

    @Test
    void aGatewayThatWantsToBeLeftAloneIsAskedNothingUntilThen() {
        message("sms", "wang");
        gateway.willBe(Mood.BUSY);
        Sender sender = sender(channel, 20);
        sender.sendWhatIsDue();
        await().until(() -> states().equals(List.of("pending 1")) && wait(7));
        message("sms", "daughter");
        sender.sendWhatIsDue();
        assertThat(states()).containsExactly("pending 0", "pending 1");
        town.clock().pass(Duration.ofSeconds(7));
        sender.sendWhatIsDue();
        await().until(() -> states().equals(List.of("sent 1", "sent 2")));
    }

    @Test
    void aMessageThatThisServerFailsAtKeepsNoOtherWaiting() {
        message("sms", "wang");
        message("sms", "daughter");
        Channel faulty = new Channel() {
            @Override
            public CompletionStage<Answer> send(Message message) {
                if (message.to().workerId() != null) {
                    throw new IllegalStateException("a defect");
                }
                return channel.send(message);
            }

            @Override
            public Duration patience() {
                return channel.patience();
            }
        };
        Sender sender = sender(faulty, 20);
        sender.sendWhatIsDue();
        await().until(() -> states().equals(List.of("pending 1", "sent 1")) && wait(2));
    }

    @Test
    void whatNobodyNeedsAnyMoreIsNotSent() {
        message("sms", "wang");
        town.jdbi().useHandle(h -> h.execute("UPDATE notification SET state = 'withdrawn'"));
        sender(channel, 20).sendWhatIsDue();
        message("sms", "daughter");
        town.clock().pass(MessageQueue.LIFETIME.plusMillis(1));
        sender(channel, 20).sendWhatIsDue();
        assertThat(states()).containsExactly("failed 0", "withdrawn 0");
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void whileItRunsItSendsByItself() {
        try (Sender sender = sender(channel, 20)) {
            sender.start();
            message("sms", "wang");
            sender.wake();
            await().until(() -> gateway.delivered().size() == 1);
        }
    }

    private static Channel channel(URI url, Exchange exchange) {
        return new HttpChannel(new Webhook(url, new WebhookSignature(FakeGateway.SECRET)), exchange, town.clock());
    }

    private Sender sender(Channel by, int perSecond) {
        return new Sender(
                town.jdbi(),
                Means.SMS,
                by,
                Rate.perSecond(perSecond),
                town.clock(),
                new SendingFigures(metrics, Set.of(Means.SMS)));
    }

    /** A message to a worker or a contact, about an open call of the wearer. */
    private static void message(String channel, String to) {
        Instant now = town.clock().instant();
        long alert = town.call("b1");
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO notification (alert_id, step, channel, worker_id, contact_id, created_at, next_attempt_at)
                        VALUES (:alert, 9, :channel, (SELECT id FROM worker WHERE name = :to),
                                (SELECT id FROM contact WHERE name = :to), :now, :now)
                        """)
                        .bind("alert", alert)
                        .bind("channel", channel)
                        .bind("to", to)
                        .bind("now", now)
                        .execute());
    }

    private static List<String> states() {
        return town.texts("SELECT state || ' ' || attempts FROM notification WHERE channel = 'sms' ORDER BY 1");
    }

    /** Whether it is tried again in so many seconds, and nobody has it in hand. */
    private static boolean wait(int seconds) {
        return town.number(
                        "SELECT count(*) FROM notification WHERE channel = 'sms' AND leased_until IS NULL AND next_attempt_at = ?",
                        town.clock().instant().plusSeconds(seconds))
                == 1;
    }
}
