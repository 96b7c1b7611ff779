package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of an alert whose wearer calls the press off. */
class CalledOffIT {
    private static final Town town = new Town();

    private Actor wang = Town.SUPERVISOR;
    private Press press = town.press("b1");
    private long alert;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void liCalls() {
        town.clear();
        town.grid("east");
        wang = town.onDuty("wang", "east");
        town.wearer("li", "east", "b1");
        press = town.press("b1");
        alert = town.send(press);
        town.clock().pass(Duration.ofSeconds(5));
    }

    @Test
    void itIsCancelledAndRingsOn() {
        town.callOff(press);
        assertThat(town.state(alert)).isEqualTo("cancelled");
        assertThat(town.version(alert)).isEqualTo(2);
        assertThat(rings(wang)).isTrue();
        assertThat(town.file(alert)).containsExactly("raised", "dispatched", "called_off");
        assertThat(town.texts("SELECT detail->>'cancelled' || ' ' || (detail->>'at') FROM alert_event"
                        + " WHERE kind = 'called_off'"))
                .containsExactly("true " + town.clock().instant());
    }

    @Test
    void whatNobodyWasToldOfIsCancelledToo() {
        town.nobodyIsOnDuty();
        town.wearer("zhao", "east", "b2");
        Press untold = town.press("b2");
        long raised = town.send(untold);
        town.callOff(untold);
        assertThat(town.state(raised)).isEqualTo("cancelled");
    }

    @Test
    void pressedAgainItIsDispatchedAgainWithANewDeadline() {
        town.callOff(press);
        town.clock().pass(Duration.ofMinutes(3));

        assertThat(town.call("b1")).isEqualTo(alert);

        assertThat(town.state(alert)).isEqualTo("dispatched");
        assertThat(rings(wang)).isTrue();
        assertThat(town.told(alert)).containsExactly("0 wang", "1 wang");
        assertThat(town.file(alert))
                .containsExactly("raised", "dispatched", "called_off", "pressed_again", "dispatched");
        assertThat(instant("next_action_at")).isEqualTo(town.clock().instant().plus(Town.SECOND_RUNG));
    }

    @Test
    void everyTimeItIsPressedAgainIsAStepOfItsOwn() {
        for (int i = 0; i < 2; i++) {
            town.callOff(press);
            town.clock().pass(Duration.ofSeconds(30));
            press = town.press("b1");
            town.send(press);
        }
        assertThat(town.told(alert)).containsExactly("0 wang", "1 wang", "2 wang");
        assertThat(town.state(alert)).isEqualTo("dispatched");
    }

    @Test
    void pressedAgainItTellsThoseWhoAreOnDutyNow() {
        town.callOff(press);
        town.nobodyIsOnDuty();
        town.onDuty("chen", "east");
        town.call("b1");
        assertThat(town.told(alert)).containsExactly("0 wang", "1 chen");
    }

    @Test
    void pressedAgainWithNobodyOnDutyItIsRaisedAndStillSaysWhenSomebodyWasFirstTold() {
        town.callOff(press);
        town.nobodyIsOnDuty();
        town.call("b1");
        assertThat(town.state(alert)).isEqualTo("raised");
        assertThat(town.file(alert)).endsWith("nobody_reachable", "top_of_ladder");
        assertThat(instant("dispatched_at")).isEqualTo(Town.MORNING);
        assertThat(instant("next_action_at")).isEqualTo(town.clock().instant().plus(Town.REPEAT));
    }

    @Test
    void aCallOffThatComesInTwiceIsOnTheFileOnce() {
        Instant at = town.clock().instant();
        town.callOff(press, at);
        town.callOff(press, at);
        assertThat(town.version(alert)).isEqualTo(2);
        assertThat(town.file(alert)).containsExactly("raised", "dispatched", "called_off");
    }

    @Test
    void whatWasPressedAfterTheCallOffStandsWhenTheCallOffComesInAgain() {
        Instant at = town.clock().instant();
        town.callOff(press, at);
        town.clock().pass(Duration.ofSeconds(30));
        town.call("b1");
        town.callOff(press, at);
        assertThat(town.state(alert)).isEqualTo("dispatched");
    }

    @Test
    void aCallOffThatIsOvertakenByTheNextPressIsNotedAndNoMore() {
        Instant at = town.clock().instant();
        town.clock().pass(Duration.ofSeconds(30));
        town.call("b1");
        town.callOff(press, at);
        assertThat(town.state(alert)).isEqualTo("dispatched");
        assertThat(town.texts("SELECT detail->>'cancelled' FROM alert_event WHERE kind = 'called_off'"))
                .containsExactly("false");
    }

    @Test
    void onceSomebodyGoesItIsNotedAndNoMore() {
        new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread()).acknowledge(alert, wang);
        town.callOff(press);
        assertThat(town.state(alert)).isEqualTo("acknowledged");
        assertThat(town.version(alert)).isEqualTo(3);
        assertThat(town.file(alert)).endsWith("acknowledged", "called_off");
        assertThat(town.texts("SELECT detail->>'cancelled' FROM alert_event WHERE kind = 'called_off'"))
                .containsExactly("false");
    }

    @Test
    void aCallOffOfAPressThatNobodyKnowsChangesNothing() {
        town.callOff(town.press("b1"));
        assertThat(town.state(alert)).isEqualTo("dispatched");
        assertThat(town.file(alert)).containsExactly("raised", "dispatched");
    }

    private boolean rings(Actor who) {
        AlertBook book = new AlertBook(town.jdbi(), town.clock(), Times.unread());
        return book.find(who.viewer(), alert).orElseThrow().rings();
    }

    private Instant instant(String column) {
        return town.jdbi()
                .withHandle(h -> h.select("SELECT " + column + " FROM alert WHERE id = ?", alert)
                        .mapTo(Instant.class)
                        .one());
    }
}
