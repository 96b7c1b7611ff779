package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.ingest.store.SosStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RaiserIT {
    private static final Town town = new Town();

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1");
    }

    @Test
    void aPressRaisesAnEpisodeAndTellsThoseOnPrimaryDutyInTheWearersGrid() {
        town.grid("west");
        town.onDuty("wang", "east");
        town.onDuty("chen", "east");
        town.backup("zhou", "east");
        town.onDuty("sun", "west");

        long alert = town.call("b1");

        assertThat(town.told(alert)).containsExactly("0 chen", "0 wang");
        assertThat(town.state(alert)).isEqualTo("dispatched");
        assertThat(town.file(alert)).containsExactly("raised", "dispatched", "dispatched");
        assertThat(town.texts(
                        "SELECT w.name || ' in ' || g.name || ' kind ' || a.kind || ' severity ' || a.severity FROM alert a"
                                + " JOIN wearer w ON w.id = a.wearer_id JOIN grid g ON g.id = a.grid_id"))
                .containsExactly("li in east kind sos severity emergency");
        assertThat(instant(alert, "dispatched_at")).isEqualTo(Town.MORNING);
        assertThat(instant(alert, "next_action_at")).isEqualTo(Town.MORNING.plus(Town.SECOND_RUNG));
    }

    @Test
    void withoutAnybodyOnPrimaryDutyTheBackupsAreTold() {
        town.backup("zhou", "east");
        town.backup("wu", "east");
        assertThat(town.told(town.call("b1"))).containsExactly("0 wu", "0 zhou");
    }

    @Test
    void onlyWhoseShiftItIsAtThatMomentIsTold() {
        Actor early = town.worker("early");
        Actor late = town.worker("late");
        town.shift(early, "east", "primary", Town.MORNING.minusSeconds(60), Town.MORNING);
        town.shift(late, "east", "primary", Town.MORNING, Town.MORNING.plusSeconds(60));
        assertThat(town.told(town.call("b1"))).containsExactly("0 late");
    }

    @Test
    void whoIsToldIsInTheTransactionThatStoresThePress() {
        town.onDuty("wang", "east");
        // The last row of the batch cannot be stored, so nothing of the batch may stay.
        Press unstorable = new Press("b\0", "p", Town.MORNING, Town.MORNING, null);
        assertThatThrownBy(() -> town.write(town.node(() -> {}), town.press("b1"), unstorable))
                .hasRootCauseMessage("ERROR: invalid byte sequence for encoding \"UTF8\": 0x00\n"
                        + "  Where: unnamed portal parameter $1");
        assertThat(town.number("SELECT (SELECT count(*) FROM alert) + (SELECT count(*) FROM notification)"
                        + " + (SELECT count(*) FROM alert_event) + (SELECT count(*) FROM sos_press)"))
                .isZero();
    }

    @Test
    void whoeverSendsIsWokenAfterTheCommit() {
        town.onDuty("wang", "east");
        AtomicInteger seen = new AtomicInteger();
        SosStore node = town.node(() -> seen.set((int) town.number("SELECT count(*) FROM notification")));
        town.write(node, town.press("b1"));
        assertThat(seen).hasValue(1);
    }

    @Test
    void aBandThatWasHandedOutAMomentAgoIsItsWearersAlthoughTheServerHasNotHeardOfIt() {
        town.onDuty("wang", "east");
        town.handOut("fresh", "li");
        long alert = town.call("fresh");
        assertThat(town.number("SELECT count(*) FROM alert a JOIN wearer w ON w.id = a.wearer_id WHERE w.code = 'li'"))
                .isOne();
        assertThat(town.told(alert)).containsExactly("0 wang");
        assertThat(town.number("SELECT count(*) FROM sos_press WHERE band = 'fresh' AND wearer_id IS NOT NULL"))
                .isOne();
    }

    @Test
    void aSecondPressCountsOnTheOpenEpisodeAndDoesNotPageAgain() {
        town.onDuty("wang", "east");
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(20));

        assertThat(town.call("b1")).isEqualTo(alert);

        assertThat(town.column(alert, "press_count")).isEqualTo("2");
        assertThat(town.version(alert)).isEqualTo(2);
        assertThat(town.state(alert)).isEqualTo("dispatched");
        assertThat(town.told(alert)).containsExactly("0 wang");
        assertThat(town.file(alert)).containsExactly("raised", "dispatched", "pressed_again");
        assertThat(instant(alert, "next_action_at")).isEqualTo(Town.MORNING.plus(Town.SECOND_RUNG));
        assertThat(instant(alert, "raised_at")).isEqualTo(Town.MORNING);
    }

    @Test
    void pressesOfOneBatchBeginTheirLaddersTogetherAndOneThatIsPressedTwiceBeginsOnce() {
        town.onDuty("wang", "east");
        town.wearer("zhao", "east", "b2");
        Press first = town.press("b1");
        town.write(town.node(() -> {}), first, town.press("b2"), town.press("b1"));

        long alert = town.alertOf(first);
        assertThat(town.file(alert)).containsExactly("raised", "dispatched", "pressed_again");
        assertThat(town.texts("SELECT band || ' ' || state || ' ' || press_count || ' ' || rung FROM alert ORDER BY 1"))
                .containsExactly("b1 dispatched 2 1", "b2 dispatched 1 1");
        assertThat(town.number("SELECT count(*) FROM notification")).isEqualTo(2);
    }

    @Test
    void aPressThatComesInTwiceCountsOnce() {
        town.onDuty("wang", "east");
        Press press = town.press("b1");
        long alert = town.send(press);
        assertThat(town.send(press)).isEqualTo(alert);
        assertThat(town.column(alert, "press_count")).isEqualTo("1");
        assertThat(town.file(alert)).containsExactly("raised", "dispatched");
    }

    @Test
    void twoBandsOfOneWearerCallInOneEpisode() {
        town.wearer("zhao", "east", "b2", "b3");
        assertThat(town.call("b3")).isEqualTo(town.call("b2"));
    }

    @Test
    void twoWearersCallInTwoEpisodes() {
        town.wearer("zhao", "east", "b2");
        assertThat(town.call("b2")).isNotEqualTo(town.call("b1"));
    }

    @Test
    void afterTheCaseIsResolvedAPressIsANewEpisode() {
        Actor wang = town.onDuty("wang", "east");
        long first = town.call("b1");
        Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread());
        moves.acknowledge(first, wang);
        moves.resolve(first, wang, Outcome.HELPED, null);

        long second = town.call("b1");

        assertThat(second).isGreaterThan(first);
        assertThat(town.told(second)).containsExactly("0 wang");
        assertThat(town.state(first)).isEqualTo("resolved");
        assertThat(town.column(first, "press_count")).isEqualTo("1");
    }

    @Test
    void aBandNobodyWearsRaisesAnEpisodeOfItsOwn() {
        town.onDuty("wang", "east");
        long alert = town.call("stray");
        assertThat(town.call("stray")).isEqualTo(alert);
        assertThat(town.call("other")).isNotEqualTo(alert);
        assertThat(town.column(alert, "band")).isEqualTo("stray");
        assertThat(town.column(alert, "wearer_id")).isNull();
        assertThat(town.state(alert)).isEqualTo("raised");
        assertThat(town.file(alert))
                .containsExactly(
                        "raised",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "top_of_ladder",
                        "pressed_again");
    }

    @Test
    void withNobodyOnDutyItIsRaisedAndSaysSo() {
        long alert = town.call("b1");
        assertThat(town.state(alert)).isEqualTo("raised");
        assertThat(town.told(alert)).isEmpty();
        assertThat(town.file(alert))
                .containsExactly(
                        "raised",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "top_of_ladder");
        assertThat(instant(alert, "next_action_at")).isEqualTo(Town.MORNING.plus(Town.REPEAT));
        assertThat(town.column(alert, "dispatched_at")).isNull();
    }

    @Test
    void pressedAgainItTellsWhoeverHasComeOnDutyMeanwhile() {
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(50));
        town.onDuty("wang", "east");
        town.call("b1");
        town.call("b1");
        assertThat(town.state(alert)).isEqualTo("dispatched");
        assertThat(town.told(alert)).containsExactly("0 wang");
        assertThat(town.file(alert))
                .containsExactly(
                        "raised",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "top_of_ladder",
                        "pressed_again",
                        "dispatched",
                        "pressed_again");
        assertThat(instant(alert, "next_action_at"))
                .isEqualTo(town.clock().instant().plus(Town.SECOND_RUNG));
    }

    @Test
    void pressedAgainWithStillNobodyOnDutyItsDeadlineStays() {
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(50));
        town.call("b1");
        assertThat(town.state(alert)).isEqualTo("raised");
        assertThat(town.file(alert))
                .containsExactly(
                        "raised",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "nobody_reachable",
                        "top_of_ladder",
                        "pressed_again");
        assertThat(instant(alert, "next_action_at")).isEqualTo(Town.MORNING.plus(Town.REPEAT));
    }

    @Test
    void aPressThatWasLongUnderwayIsMarkedLate() {
        Press press = town.press("b1");
        long alert = town.send(press.heardAt(Town.MORNING.plus(Raiser.LATE).plusMillis(1)));
        assertThat(town.column(alert, "late")).isEqualTo("true");
        assertThat(instant(alert, "raised_at")).isEqualTo(Town.MORNING);
        assertThat(instant(alert, "received_at")).isAfter(Town.MORNING);
    }

    @Test
    void aPressThatTookItsTimeIsNotLateYet() {
        long alert = town.send(town.press("b1").heardAt(Town.MORNING.plus(Raiser.LATE)));
        assertThat(town.column(alert, "late")).isEqualTo("false");
    }

    private static Instant instant(long alert, String column) {
        return town.jdbi()
                .withHandle(h -> h.select("SELECT " + column + " FROM alert WHERE id = ?", alert)
                        .mapTo(Instant.class)
                        .one());
    }
}
