package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.registry.Suspension;
import io.kanhu.registry.Suspension.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Li is away. */
class AwayIT {
    private static final Town town = new Town();

    private final Episodes episodes = new Episodes(
            town.climber(),
            town.clock(),
            new SimpleMeterRegistry(),
            new CalmBook(town.jdbi(), town.clock(), ZoneOffset.UTC));
    private final Away away = new Away(town.jdbi(), episodes, town.clock(), () -> {});
    private final AlertBook book = new AlertBook(town.jdbi(), town.clock(), new AnswerTimes(new SimpleMeterRegistry()));
    private long li;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.onDuty("wang", "east");
        town.wearer("li", "east", "b1");
        li = town.number("SELECT id FROM wearer WHERE code = 'li'");
    }

    @ParameterizedTest
    @EnumSource
    void whatMeansNothingIsNotRaisedAndAllElseIs(Kind kind) {
        suspend(null);
        assertThat(raise(kind)).isEqualTo(!kind.meansNothingOfWhoIsAway());
        away.resume(li, "office");
        assertThat(raise(kind)).isEqualTo(kind.meansNothingOfWhoIsAway());
    }

    @Test
    void aCallForHelpCountsAsEverAndSaysSinceWhen() {
        Instant since = town.clock().instant();
        suspend(null);
        town.clock().pass(Duration.ofDays(2));
        long alert = town.call("b1");
        assertThat(town.told(alert)).containsExactly("0 wang");
        Suspension said = Objects.requireNonNull(
                book.find(Town.SUPERVISOR.viewer(), alert).orElseThrow().away());
        assertThat(said.reason()).isEqualTo(Reason.HOSPITAL);
        assertThat(said.from()).isEqualTo(since);
        // What was so when it came is on its card for good.
        town.clock().pass(Duration.ofMinutes(1));
        away.resume(li, "office");
        assertThat(book.find(Town.SUPERVISOR.viewer(), alert).orElseThrow().away())
                .isNotNull();
    }

    @Test
    void whatWaitsInTheListsIsClosedUnlessSomebodyHasTakenItUp() {
        raise(Kind.SILENT);
        raise(Kind.BATTERY_LOW);
        raise(Kind.HEART_RATE_HIGH);
        town.jdbi().useHandle(h -> h.execute("UPDATE alert SET state = 'acknowledged' WHERE kind = 'battery_low'"));
        suspend(null);
        assertThat(town.texts("SELECT kind || ' ' || state FROM alert ORDER BY kind"))
                .containsExactly("battery_low acknowledged", "heart_rate_high raised", "silent closed");
        assertThat(town.texts("SELECT detail->>'suspended' FROM alert_event WHERE kind = 'cleared'"))
                .containsExactly("hospital");
    }

    @Test
    void itHoldsFromItsBeginningToItsEnd() {
        Instant now = town.clock().instant();
        away.suspend(li, Reason.TRAVELLING, "to the sea", now.plusSeconds(60), now.plusSeconds(120), "office");
        assertThat(raise(Kind.SILENT)).isTrue();
        town.clock().set(now.plusSeconds(60));
        assertThat(raise(Kind.BAND_REMOVED)).isFalse();
        town.clock().set(now.plusSeconds(120));
        assertThat(raise(Kind.BAND_REMOVED)).isTrue();
        assertThat(away.of(li)).isEmpty();
    }

    @Test
    void sayingItAgainChangesWhatHoldsAndKeepsItsBeginning() {
        Instant since = town.clock().instant();
        suspend(null);
        town.clock().pass(Duration.ofHours(1));
        away.suspend(li, Reason.MOVED, null, null, null, "office");
        assertThat(town.texts("SELECT reason FROM wearer_suspension")).containsExactly("moved");
        assertThat(away.of(li).orElseThrow().from()).isEqualTo(since);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Instant now = town.clock().instant();
        assertThatThrownBy(() -> suspend(now.minusSeconds(1)))
                .isInstanceOf(IllegalMove.class)
                .hasMessageContaining("in the future");
        assertThat(away.suspend(999_999, Reason.OTHER, null, null, null, "office"))
                .isEmpty();
        assertThat(away.resume(li, "office")).isFalse();
    }

    private void suspend(@Nullable Instant until) {
        away.suspend(li, Reason.HOSPITAL, null, null, until, "office");
    }

    private boolean raise(Kind kind) {
        Instant now = town.clock().instant();
        Subject subject = new Subject("b1", li, town.number("SELECT id FROM grid"));
        Finding finding = new Finding(kind, Severity.ATTENTION, now, "{}");
        return town.jdbi().inTransaction(handle -> episodes.raise(handle, subject, finding, now));
    }
}
