package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where an alert says its wearer is. */
class PlaceIT {
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
    void aPressThatSaysWhereItIsIsBelieved() {
        town.fix("b1", Town.MORNING, 35.1, 110.1, 5.0);
        long alert = town.send(town.press("b1").from(35.25, 110.75, 12.0));
        assertThat(place(alert)).isEqualTo(new Place(35.25, 110.75, 12.0, Town.MORNING));
    }

    @Test
    void aPressThatDoesNotSayIsPlacedAtTheBandsLastFix() {
        town.fix("b1", Town.MORNING.minus(Duration.ofHours(3)), 35.1, 110.1, 5.0);
        town.fix("b1", Town.MORNING.minus(Duration.ofHours(2)), 35.25, 110.75, null);
        town.fix("b2", Town.MORNING, 1, 1, 5.0);
        assertThat(place(town.call("b1")))
                .isEqualTo(new Place(35.25, 110.75, null, Town.MORNING.minus(Duration.ofHours(2))));
    }

    @Test
    void aFixOfYesterdayIsNoPlace() {
        town.fix("b1", Town.MORNING.minus(Raiser.FRESH_FIX), 35.25, 110.75, 5.0);
        assertThat(place(town.call("b1"))).isNull();
    }

    @Test
    void aFixThatIsNotADayOldYetIsOne() {
        town.fix("b1", Town.MORNING.minus(Raiser.FRESH_FIX).plusSeconds(1), 35.25, 110.75, 5.0);
        assertThat(place(town.call("b1"))).isNotNull();
    }

    @Test
    void aSecondPressMovesTheAlertToWhereItSaysItIs() {
        long alert = town.send(town.press("b1").from(35.25, 110.75, 12.0));
        town.clock().pass(Duration.ofMinutes(1));
        town.send(town.press("b1").from(35.5, 110.5, null));
        assertThat(place(alert))
                .isEqualTo(new Place(35.5, 110.5, null, town.clock().instant()));
    }

    @Test
    void aPlaceThatIsOlderThanTheOneKnownDoesNotMoveTheAlert() {
        town.fix("b1", Town.MORNING.minus(Duration.ofHours(2)), 35.1, 110.1, 5.0);
        Press first = town.press("b1").from(35.25, 110.75, 12.0);
        town.clock().pass(Duration.ofSeconds(20));
        // In one batch: the place of the first is no fix in the table yet when the second looks there.
        town.write(town.node(() -> {}), first, town.press("b1"));
        assertThat(place(town.alertOf(first))).isEqualTo(new Place(35.25, 110.75, 12.0, Town.MORNING));
    }

    @Test
    void aSecondPressWithoutAnyPlaceLeavesTheAlertWhereItWas() {
        long alert = town.send(town.press("b1").from(35.25, 110.75, 12.0));
        town.jdbi().useHandle(h -> h.execute("DELETE FROM location_fix"));
        town.call("b1");
        assertThat(place(alert)).isEqualTo(new Place(35.25, 110.75, 12.0, Town.MORNING));
    }

    private static @Nullable Place place(long alert) {
        AlertBook book = new AlertBook(town.jdbi(), town.clock(), Times.unread());
        return book.find(Town.SUPERVISOR.viewer(), alert).orElseThrow().place();
    }
}
