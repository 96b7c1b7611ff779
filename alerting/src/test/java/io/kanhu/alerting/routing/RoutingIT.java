package io.kanhu.alerting.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertView;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Told;
import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Li lives in the east; the west lies beside it, and the park, of which no grid is drawn, in another community. */
class RoutingIT {
    private static final Town town = new Town();
    private static final County county = new County(town);
    private static final Actor NOBODY = new Actor("nobody", null, false);

    private final AlertBook book = new AlertBook(town.jdbi(), town.clock(), new AnswerTimes(new SimpleMeterRegistry()));
    private final Climber climber = town.climber(Set.of(Means.APP));
    private Actor wang = NOBODY;
    private Actor chen = NOBODY;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.grid("west");
        county.levels();
        town.ground().draw("east", 35.00, 111.01);
        town.ground().draw("west", 35.00, 111.00);
        town.wearer("li", "east", "b1");
        wang = town.onDuty("wang", "east");
        chen = town.onDuty("chen", "west");
    }

    @Test
    void whoeverIsOnDutyWhereTheWearerIsIsCalledBesideThoseAtHome() {
        long alert = town.send(town.press("b1").from(35.005, 111.005, 20.0));
        assertThat(book.told(alert))
                .containsExactlyInAnyOrder(
                        new Told("wang", "app", "pending", "home"), new Told("chen", "app", "pending", "whereabouts"));
        assertThat(seen(chen, alert).isIn()).isEqualTo("west");
        assertThat(seen(chen, alert).grid()).isEqualTo("east");
        assertThat(seen(chen, alert).rings()).isTrue();
    }

    @Test
    void whoIsAtHomeCallsEachWorkerOnce() {
        town.shift(wang, "west", "primary", Instant.EPOCH, null);
        long atHome = town.send(town.press("b1").from(35.005, 111.015, 20.0));
        assertThat(book.told(atHome)).containsExactly(new Told("wang", "app", "pending", "both"));
    }

    @Test
    void whoHasBothGridsIsCalledOnceAndABackupHereMayBeOnFirstDutyThere() {
        town.shift(chen, "east", "backup", Instant.EPOCH, null);
        long alert = town.send(town.press("b1").from(35.005, 111.005, 20.0));
        assertThat(town.told(alert)).containsExactly("0 chen", "0 wang");
        assertThat(book.told(alert)).contains(new Told("chen", "app", "pending", "both"));
    }

    @Test
    void aPositionOfAMobileCellSaysTooLittle() {
        long alert = town.send(town.press("b1").from(35.005, 111.005, 2_000.0));
        assertThat(town.told(alert)).containsExactly("0 wang");
        assertThat(seen(wang, alert).isIn()).isNull();
    }

    @Test
    void aPressWithoutAPlaceHasTheLastOneIfItIsFresh() {
        Instant now = town.clock().instant();
        town.fix("b1", now.minus(Ground.FRESH), 35.005, 111.005, 10.0);
        long alert = town.call("b1");
        assertThat(town.told(alert)).containsExactly("0 chen", "0 wang");

        town.clear();
        li();
        town.fix("b1", now.minus(Ground.FRESH).minusMillis(1), 35.005, 111.005, 10.0);
        long old = town.call("b1");
        assertThat(town.told(old)).containsExactly("0 wang");
        assertThat(seen(wang, old).isIn()).isNull();
        assertThat(seen(wang, old).place()).isNotNull();
    }

    @Test
    void whereAPressWasMadeCountsHoweverLateItComes() {
        Instant pressed = town.clock().instant().minus(Duration.ofHours(2));
        Press press = town.press("b1");
        long alert = town.send(
                new Press(press.band(), press.id(), pressed, town.clock().instant(), null).from(35.005, 111.005, 20.0));
        assertThat(town.told(alert)).containsExactly("0 chen", "0 wang");
    }

    @Test
    void atEachStepThoseAreCalledWhoAreWhereTheWearerHasGoneTo() {
        long alert = town.send(town.press("b1").from(35.005, 111.015, 20.0));
        assertThat(town.told(alert)).containsExactly("0 wang");

        town.clock().pass(Duration.ofMinutes(10));
        town.ground().isSeen("li", town.clock().instant().minusSeconds(60), 35.005, 111.005, 20.0);
        lookAgain(alert);
        assertThat(town.told(alert)).containsExactly("0 wang", "1 chen", "1 wang");
        assertThat(town.file(alert)).containsSubsequence("dispatched", "moved", "dispatched");
        assertThat(seen(chen, alert).isIn()).isEqualTo("west");

        town.clock().pass(Duration.ofMinutes(10));
        lookAgain(alert);
        assertThat(town.file(alert).stream().filter("moved"::equals)).hasSize(1);
    }

    @Test
    void aPositionOfLongAgoOrATooVagueOneMovesNobody() {
        long alert = town.send(town.press("b1").from(35.005, 111.015, 20.0));
        town.clock().pass(Duration.ofHours(1));
        town.ground().isSeen("li", town.clock().instant().minus(Ground.FRESH).minusSeconds(1), 35.005, 111.005, 20.0);
        lookAgain(alert);
        town.ground().isSeen("li", town.clock().instant(), 35.005, 111.005, 2_000.0);
        lookAgain(alert);
        assertThat(town.file(alert)).doesNotContain("moved");
        assertThat(seen(wang, alert).isIn()).isEqualTo("east");
    }

    @Test
    void whereNoGridIsDrawnTheAreasSupervisorIsCalled() {
        town.jdbi()
                .useHandle(h -> h.execute("INSERT INTO area (code, name, level) VALUES ('park', 'park', 'community')"));
        town.ground().draw("area", "park", 36, 111, 0.1);
        county.duty("zhou", "supervisor", "area");
        county.duty("lin", "supervisor", "park");
        town.nobodyIsOnDuty();
        long alert = town.send(town.press("b1").from(36.05, 111.05, 50.0));
        assertThat(book.told(alert))
                .containsExactlyInAnyOrder(
                        new Told("zhou", "app", "pending", "home"), new Told("lin", "app", "pending", "whereabouts"));
        assertThat(town.column(alert, "at_area_id")).isNotNull();
    }

    @Test
    void aGridThatIsNoMoreKeepsNoCallFromBeingStored() {
        town.jdbi().useTransaction(h -> {
            h.execute("DELETE FROM roster_shift WHERE worker_id = ?", chen.workerId());
            h.execute("DELETE FROM grid WHERE code = 'west'");
        });
        // The server knows it still.
        long alert = town.send(town.press("b1").from(35.005, 111.005, 20.0));
        assertThat(town.told(alert)).containsExactly("0 wang");
        assertThat(seen(wang, alert).isIn()).isNull();
    }

    private void lookAgain(long alert) {
        Jdbi jdbi = town.jdbi();
        jdbi.useTransaction(
                handle -> climber.lookAgain(handle, alert, town.clock().instant()));
    }

    private AlertView seen(Actor worker, long alert) {
        return book.find(worker.viewer(), alert).orElseThrow();
    }
}
