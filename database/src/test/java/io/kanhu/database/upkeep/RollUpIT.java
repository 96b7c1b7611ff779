package io.kanhu.database.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.TestDatabase;
import io.kanhu.database.TestDatabase.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The roll-up on both databases: one life, because a database on WebAssembly takes its time to start. */
@Tag("long")
class RollUpIT {
    private static final Duration DAY = Duration.ofDays(1);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theHoursAreThoseOfTheReadingsWheneverSomebodyLooks(Kind kind) {
        try (TestDatabase database = TestDatabase.fresh(kind)) {
            live(database.jdbi(), RollUp.of(database.jdbi()));
        }
    }

    private void live(Jdbi jdbi, RollUp rollUp) {
        sinceDays(12, jdbi);
        Hours.equalTheReadings(jdbi);
        rollUp.run();
        Hours.equalTheReadings(jdbi);
        assertThat(Readings.count(jdbi, "SELECT extract(epoch FROM now() - rolled_until)::int FROM roll_up"))
                .isBetween(3600L, 2 * 3600L + 300);

        lateReadingInAnHourThatIsThere(jdbi);
        lateReadingInAnHourThatIsNot(jdbi);
        fillOfAReading(jdbi);
        rollUp.run();
        Hours.runPolicies(jdbi);
        Hours.equalTheReadings(jdbi);

        rollUp.run();
        Hours.runPolicies(jdbi);
        // On TimescaleDB these now meet chunks in the columnstore.
        Readings.pulse(jdbi, "b1", now.minus(DAY.multipliedBy(10)).plusSeconds(2), 199);
        Readings.pulse(jdbi, "b9", now.minus(DAY.multipliedBy(11)), 31);
        rollUp.run();
        Hours.runPolicies(jdbi);
        Hours.equalTheReadings(jdbi);
        assertThat(Readings.count(jdbi, "SELECT max(heart_rate_max) FROM vital_sign_hourly"))
                .isEqualTo(199);
    }

    /** As if they had come in time: the roll-up begins where the readings do. */
    private void sinceDays(int days, Jdbi jdbi) {
        Instant from = now.minus(DAY.multipliedBy(days));
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE roll_up SET rolled_until = :from")
                .bind("from", from.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC))
                .execute());
        Readings.between(jdbi, from, now);
    }

    private void lateReadingInAnHourThatIsThere(Jdbi jdbi) {
        Readings.pulse(jdbi, "b1", now.minus(DAY.multipliedBy(3)).plusSeconds(1), 188);
    }

    private void lateReadingInAnHourThatIsNot(Jdbi jdbi) {
        Readings.pulse(jdbi, "b1", now.minus(DAY.multipliedBy(29)), 40);
    }

    private static void fillOfAReading(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("""
                UPDATE vital_sign SET systolic = 133, diastolic = 81
                 WHERE band = 'b2' AND measured_at BETWEEN now() - INTERVAL '50 hours' AND now() - INTERVAL '49 hours'
                """));
    }
}
