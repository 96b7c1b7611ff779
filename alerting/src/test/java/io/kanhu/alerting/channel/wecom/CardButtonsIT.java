package io.kanhu.alerting.channel.wecom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.channel.Sending;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.wecom.WecomSeal.Told;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cards with a button, from the call for help to WeCom, to a worker's thumb and back. */
class CardButtonsIT {
    private static final Town town = new Town();

    private final FakeWecom wecom = new FakeWecom(town.clock());
    private final Exchange exchange = new Exchange(Duration.ofSeconds(5));
    private final AnswerTimes times = new AnswerTimes(new SimpleMeterRegistry());
    private final Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, times);
    private final WecomApp app = new WecomApp(
            wecom.url(""),
            1_000_002,
            URI.create("https://kanhu.example.org"),
            true,
            new WecomToken(wecom.url(""), "ww1", "wecom-secret", exchange, town.clock()),
            exchange);
    private final CardButtons buttons = new CardButtons(
            town.jdbi(),
            town.clock(),
            moves,
            new AlertBook(town.jdbi(), town.clock(), times),
            new CallbackSeal(FakeWecom.CALLBACK_TOKEN, FakeWecom.CALLBACK_KEY, "ww1", town.clock()),
            app);

    private Actor wang;
    private long alert;
    private String task;

    @AfterAll
    static void shut() {
        town.close();
    }

    @AfterEach
    void close() {
        exchange.close();
        wecom.close();
    }

    @BeforeEach
    void aCardIsOnItsWay() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1");
        wang = town.onDuty("wang", "east");
        town.jdbi().useHandle(h -> h.execute("UPDATE worker SET wecom_user = 'wang.wu'"));
        alert = town.call("b1");
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO notification (alert_id, step, channel, worker_id, created_at, next_attempt_at)
                        VALUES (:alert, 9, 'wecom', :worker, :now, :now)
                        """)
                        .bind("alert", alert)
                        .bind("worker", wang.workerId())
                        .bind("now", town.clock().instant())
                        .execute());
        new Sending(town.jdbi(), Means.WECOM, app, 10, town.clock()).now();
        assertThat(wecom.buttons()).hasSize(1);
        task = wecom.buttons().keySet().iterator().next();
    }

    @Test
    void whoPressesTheButtonGoesAndTheCardSaysSo() {
        press("wang.wu", task);
        assertThat(town.state(alert)).isEqualTo("acknowledged");
        assertThat(town.column(alert, "acknowledged_by")).isEqualTo(String.valueOf(wang.workerId()));
        assertThat(town.file(alert)).contains("acknowledged");
        await().until(() -> "已接单".equals(wecom.buttons().get(task)));
        assertThat(wecom.complaints()).isEmpty();
    }

    @Test
    void whoComesTooLateReadsOnTheCardWhoGoesOrThatItIsOver() {
        Actor chen = town.onDuty("chen", "east");
        moves.acknowledge(alert, chen);
        press("wang.wu", task);
        await().until(() -> "chen已接单".equals(wecom.buttons().get(task)));
        assertThat(town.column(alert, "acknowledged_by")).isEqualTo(String.valueOf(chen.workerId()));

        moves.resolve(alert, chen, Outcome.HELPED, null);
        press("wang.wu", task);
        await().until(() -> "已办结".equals(wecom.buttons().get(task)));
    }

    @Test
    void whatIsHeardAgainIsRefusedAndChangesNothing() {
        Told told = wecom.press("wang.wu", task);
        buttons.heard(told.signed(), told.body());
        int before = town.version(alert);
        assertThatThrownBy(() -> buttons.heard(told.signed(), told.body()))
                .isInstanceOf(CallbackRefused.class)
                .hasMessageContaining("heard before");
        assertThat(town.version(alert)).isEqualTo(before);

        // The same press, told again by WeCom because our answer was lost, is a callback of its own.
        press("wang.wu", task);
        assertThat(town.version(alert)).isEqualTo(before);
    }

    @Test
    void aForeignUserAnUnknownCardAndWhatIsNotWecomsAreRefusedAndNobodyGoes() {
        assertThatThrownBy(() -> press("chen.er", task))
                .isInstanceOf(CallbackRefused.class)
                .hasMessageContaining("no card");
        assertThatThrownBy(() -> press("wang.wu", "b0e2ab7e-0000-4000-8000-000000000000"))
                .isInstanceOf(CallbackRefused.class);
        assertThatThrownBy(() -> press("wang.wu", "nonsense")).isInstanceOf(CallbackRefused.class);
        Told forged = new WecomSeal("guessed", FakeWecom.CALLBACK_KEY, "ww1")
                .tell(town.clock().instant(), "<xml><Event>template_card_event</Event></xml>");
        assertThatThrownBy(() -> buttons.heard(forged.signed(), forged.body()))
                .isInstanceOf(CallbackRefused.class)
                .hasMessageContaining("signature");
        assertThatThrownBy(() -> buttons.heard(forged.signed(), "<xml/>")).isInstanceOf(CallbackRefused.class);
        assertThat(town.state(alert)).isEqualTo("dispatched");
    }

    @Test
    void otherNewsOfWecomAreHeardAndForgotten() {
        Told news = new WecomSeal(FakeWecom.CALLBACK_TOKEN, FakeWecom.CALLBACK_KEY, "ww1")
                .tell(town.clock().instant(), "<xml><MsgType>event</MsgType><Event>enter_agent</Event></xml>");
        buttons.heard(news.signed(), news.body());
        assertThat(town.state(alert)).isEqualTo("dispatched");
    }

    private void press(String user, String card) {
        Told told = wecom.press(user, card);
        buttons.heard(told.signed(), told.body());
    }
}
