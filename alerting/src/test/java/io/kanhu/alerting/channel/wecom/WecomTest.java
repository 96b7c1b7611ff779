package io.kanhu.alerting.channel.wecom;

import static io.kanhu.alerting.channel.fake.Messages.NOW;
import static io.kanhu.alerting.channel.fake.Messages.send;
import static io.kanhu.alerting.channel.fake.Messages.toFamily;
import static io.kanhu.alerting.channel.fake.Messages.toWorker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Channel.Answer.TooMany;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.fake.FakeServer.Mood;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.HttpChannel;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.database.SettableClock;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cards and group messages to a WeCom that looks closely. */
class WecomTest {
    private final SettableClock clock = new SettableClock(NOW);
    private final FakeWecom wecom = new FakeWecom(clock);
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));
    private final Channel cards = app("wecom-secret");

    @AfterEach
    void close() {
        exchange.close();
        wecom.close();
    }

    @Test
    void aCardOpensTheCaseAndNamesNobody() {
        assertThat(send(cards, toWorker(Means.WECOM))).isEqualTo(new Accepted("m1"));
        assertThat(wecom.cards())
                .first()
                .asString()
                .contains("紧急呼叫", "https://kanhu.example.org/?alert=7")
                .doesNotContain("Li Ming", "Lane 3");
        assertThat(wecom.complaints()).isEmpty();
    }

    @Test
    void aCardHasAButtonWhereSomebodyHearsItAndNoneIfThereIsNothingToAnswer() {
        Channel withButtons = app("wecom-secret", true);
        Message message = toWorker(Means.WECOM);
        assertThat(send(withButtons, message)).isEqualTo(new Accepted("m1"));
        assertThat(wecom.buttons()).containsExactly(entry(message.key().toString(), "接单"));
        assertThat(wecom.cards())
                .first()
                .asString()
                .contains("https://kanhu.example.org/?alert=7", "编号7")
                .doesNotContain("Li Ming", "Lane 3");

        Message test = new Message(
                message.key(), Means.WECOM, message.to(), "zh", message.words(), 0, Message.TEST, message.createdAt());
        assertThat(send(withButtons, test)).isInstanceOf(Accepted.class);
        assertThat(wecom.buttons()).hasSize(1);
        assertThat(wecom.complaints()).isEmpty();
    }

    @Test
    void theTokenIsFetchedOnceAndAgainBeforeItRunsOut() {
        send(cards, toWorker(Means.WECOM));
        send(cards, toWorker(Means.WECOM));
        assertThat(wecom.tokens()).isEqualTo(1);
        clock.pass(Duration.ofMinutes(115));
        assertThat(send(cards, toWorker(Means.WECOM))).isInstanceOf(Accepted.class);
        assertThat(wecom.tokens()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsTakenNoMoreIsFetchedAnewWithinTheSameTry() {
        send(cards, toWorker(Means.WECOM));
        wecom.forgetToken();
        assertThat(send(cards, toWorker(Means.WECOM))).isInstanceOf(Accepted.class);
        wecom.willAnswer(FakeWecom.code(42_001));
        assertThat(send(cards, toWorker(Means.WECOM))).isInstanceOf(Accepted.class);
        assertThat(wecom.tokens()).isEqualTo(3);
        wecom.willAnswer(FakeWecom.code(42_001), FakeWecom.code(42_001));
        assertThat(send(cards, toWorker(Means.WECOM))).isEqualTo(new Later("WeCom answers 42001", Duration.ZERO));
    }

    @Test
    void codesSayWhetherToTryAgainToWaitOrToGiveUp() {
        wecom.willAnswer(FakeWecom.code(45_009), FakeWecom.code(-1), FakeWecom.code(81_013));
        assertThat(send(cards, toWorker(Means.WECOM))).isInstanceOf(TooMany.class);
        assertThat(send(cards, toWorker(Means.WECOM))).isEqualTo(new Later("WeCom answers -1", Duration.ZERO));
        assertThat(send(cards, toWorker(Means.WECOM))).isInstanceOf(Refused.class);
        assertThat(send(cards, toFamily(Means.WECOM, "139"))).isInstanceOf(Refused.class);
        Message unknown = new Message(
                toWorker(Means.WECOM).key(),
                Means.WECOM,
                new Recipient(5L, null, "nobody", null, null),
                "zh",
                toWorker(Means.WECOM).words(),
                7,
                "sos",
                NOW);
        assertThat(send(cards, unknown)).isInstanceOf(Refused.class);
    }

    @Test
    void aTryAfterALostReplyIsTheSameCard() {
        Message message = toWorker(Means.WECOM);
        send(cards, message);
        wecom.willBe(Mood.LOSES_THE_REPLY);
        assertThat(send(cards, message)).isInstanceOf(Later.class);
        assertThat(send(cards, message)).isInstanceOf(Accepted.class);
        assertThat(wecom.cards()).hasSize(1);
    }

    @Test
    void aWrongSecretIsSaidWithoutRepeatingIt() {
        Channel wrong = app("not-the-secret");
        assertThat(send(wrong, toWorker(Means.WECOM)))
                .isEqualTo(new Later("WeCom gives no token, it answers 40001", Duration.ZERO));
        wecom.close();
        assertThat(send(wrong, toWorker(Means.WECOM)).toString()).doesNotContain("not-the-secret");
    }

    @Test
    void aGroupTakesTwentyAMinuteAndNamesWhoeverIsCalled() {
        Channel group =
                new HttpChannel(new WecomGroup(wecom.url("/cgi-bin/webhook/send"), "robot-key"), exchange, clock);
        assertThat(send(group, toWorker(Means.WECOM_GROUP, "Li Ming", "路".repeat(4000))))
                .isInstanceOf(Accepted.class);
        assertThat(wecom.requests().getLast().text()).contains("Li Ming", "<@wang.wu>");
        for (int i = 1; i < 20; i++) {
            assertThat(send(group, toWorker(Means.WECOM_GROUP))).isInstanceOf(Accepted.class);
        }
        assertThat(send(group, toWorker(Means.WECOM_GROUP)))
                .isEqualTo(new TooMany("WeCom answers 45009", Duration.ofMinutes(1)));
        Channel wrong = new HttpChannel(new WecomGroup(wecom.url("/cgi-bin/webhook/send"), "x"), exchange, clock);
        assertThat(send(wrong, toWorker(Means.WECOM_GROUP))).isEqualTo(new Later("WeCom answers 93000", Duration.ZERO));
    }

    private Channel app(String secret) {
        return app(secret, false);
    }

    private Channel app(String secret, boolean buttons) {
        return new WecomApp(
                wecom.url(""),
                1_000_002,
                URI.create("https://kanhu.example.org"),
                buttons,
                new WecomToken(wecom.url(""), "ww1", secret, exchange, clock),
                exchange);
    }
}
