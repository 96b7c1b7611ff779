package io.kanhu.database.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.TestDatabase;
import io.kanhu.database.TestDatabase.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What could make the roll-up on plain PostgreSQL miss a reading. */
class RolledTableIT {
    private static TestDatabase database;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private Jdbi jdbi;
    private RollUp rollUp;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh(Kind.PLAIN);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        jdbi = database.jdbi();
        rollUp = new RolledTable(jdbi, Duration.ofMillis(200));
        jdbi.useHandle(handle -> {
            handle.execute("TRUNCATE vital_sign, vital_sign_rolled, vital_sign_packed, vital_sign_late");
            handle.execute("""
                    UPDATE roll_up SET rolled_until = date_trunc('hour', now() - INTERVAL '65 minutes'),
                           packed_from = date_trunc('hour', now() - INTERVAL '65 minutes'), dropped_until = '-infinity'
                    """);
        });
    }

    @Test
    void anHourWaitsForATransactionThatMayAddToIt() {
        Instant hour = now.minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.HOURS);
        rolledUntil(hour);
        try (Handle slow = jdbi.open()) {
            slow.begin();
            withoutNotes(slow);
            Readings.pulse(slow, "b1", hour.plusSeconds(60), 71);
            rollUp.run();
            assertThat(rolledUntil()).isEqualTo(hour);
            slow.commit();
        }
        rollUp.run();
        assertThat(rolledUntil()).isAfter(hour);
        Hours.equalTheReadings(jdbi);
    }

    @Test
    void aLateReadingWhoseTransactionIsNotOverYetKeepsItsNote() {
        Instant at = now.minus(Duration.ofDays(3));
        rolledUntil(at.minus(Duration.ofDays(1)));
        Readings.between(jdbi, at, at.plusSeconds(1800));
        rollUp.run();
        try (Handle slow = jdbi.open()) {
            slow.begin();
            Readings.pulse(slow, "b1", at.plusSeconds(1), 71);
            rollUp.run();
            slow.commit();
        }
        Hours.packedEqualTheReadings(jdbi);
        rollUp.run();
        Hours.equalTheReadings(jdbi);
    }

    @Test
    void hoursThatAreRolledUpAreReadFromOneRowEach() {
        rollUpSince(now.minus(Duration.ofDays(2)));
        String ofAnn = "SELECT sum(cardinality(heart_rate)) FROM vital_signs_of(49, ARRAY['b1'], '-infinity', '%s')"
                .formatted(rolledUntil());
        long readings = Readings.count(jdbi, ofAnn);
        assertThat(readings).isGreaterThan(46 * 6);
        jdbi.useHandle(handle -> handle.execute("DELETE FROM vital_sign"));
        assertThat(Readings.count(jdbi, ofAnn)).isEqualTo(readings);
        assertThat(Readings.count(jdbi, "SELECT count(*) FROM vital_sign_packed WHERE band = 'b1'"))
                .isEqualTo(readings / 6);
    }

    @Test
    void whatIsRolledUpAgainIsReadMeanwhileFromTheReadings() {
        Instant from = now.minus(Duration.ofDays(2));
        rolledUntil(from);
        Readings.between(jdbi, from.minus(Duration.ofDays(1)), now);
        rollUp.run();
        rolledUntil(from.minus(Duration.ofHours(12)));
        Hours.packedEqualTheReadings(jdbi);
        rollUp.run();
        Hours.equalTheReadings(jdbi);
    }

    @Test
    void aReadingInTimeIsInItsHourHoweverYoungTheDatabase() {
        try (TestDatabase young = TestDatabase.fresh(Kind.PLAIN)) {
            // No note says so; with an hour less it would count as rolled up whenever an hour has just begun.
            Readings.pulse(young.jdbi(), "b1", Instant.now().minus(Duration.ofMinutes(59)), 71);
            Hours.equalTheReadings(young.jdbi());
            assertThat(Readings.count(
                            young.jdbi(),
                            "SELECT count(*) FROM roll_up WHERE rolled_until <= now() - INTERVAL '65 minutes'"))
                    .isOne();
        }
    }

    @Test
    void aReadingInTimeLeavesNoNoteAndALateOneLeavesOneAnHour() {
        Readings.between(jdbi, now.minusSeconds(1800), now);
        assertThat(notes()).isZero();
        Readings.between(
                jdbi,
                now.minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.HOURS),
                now.minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.HOURS).plusSeconds(2 * 3600 - 1));
        assertThat(notes()).as("two bands, two hours").isEqualTo(4);
    }

    @Test
    void nodesThatRollUpAtOnceWhileReadingsComeMissNothing() throws InterruptedException, ExecutionException {
        rolledUntil(now.minus(Duration.ofDays(4)));
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Future<?>> writers = List.of(write(pool, 1), write(pool, 2), write(pool, 3));
            List<Future<?>> nodes = List.of(pool.submit(rollUp::run), pool.submit(new RolledTable(jdbi)::run));
            for (Future<?> writer : writers) {
                writer.get();
            }
            for (Future<?> node : nodes) {
                node.get();
            }
        }
        rollUp.run();
        assertThat(notes()).isZero();
        Hours.equalTheReadings(jdbi);
    }

    @Test
    void hoursWhoseReadingsAreGoneStayAsTheyAre() {
        Instant at = now.minus(Duration.ofDays(20)).truncatedTo(ChronoUnit.HOURS);
        rolledUntil(at);
        Readings.between(jdbi, at, at.plusSeconds(1800));
        rollUp.run();
        String hours = "SELECT sum(readings) FROM vital_sign_hourly";
        long before = Readings.count(jdbi, hours);
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM vital_sign");
            handle.execute("UPDATE roll_up SET dropped_until = now() - INTERVAL '10 days'");
        });
        Readings.pulse(jdbi, "b1", at.plusSeconds(5), 200);
        rollUp.run();
        assertThat(Readings.count(jdbi, hours)).isEqualTo(before);
        assertThat(Readings.count(jdbi, "SELECT max(heart_rate_max) FROM vital_sign_hourly"))
                .isLessThan(200);
    }

    @Test
    void rollingUpAgainWritesNothing() {
        Instant from = now.minus(Duration.ofDays(1));
        rollUpSince(from);
        String versions = """
                SELECT sum(version) FROM (SELECT xmin::text::bigint AS version FROM vital_sign_rolled
                                           UNION ALL SELECT xmin::text::bigint FROM vital_sign_packed) AS rows
                """;
        long before = Readings.count(jdbi, versions);
        rolledUntil(from);
        rollUp.run();
        assertThat(Readings.count(jdbi, versions)).isEqualTo(before).isPositive();
    }

    /** Readings from the beginning of that hour until now, rolled up as if all had come in time. */
    private void rollUpSince(Instant from) {
        rolledUntil(from);
        Readings.between(jdbi, from.truncatedTo(ChronoUnit.HOURS), now);
        rollUp.run();
    }

    /** A transaction each 50 readings, up to a month old. */
    private Future<?> write(ExecutorService pool, int writer) {
        return pool.submit(() -> {
            for (int i = 0; i < 40; i++) {
                int part = i;
                jdbi.useTransaction(handle -> {
                    for (int j = 0; j < 50; j++) {
                        Instant at = now.minus(Duration.ofMinutes((part * 7919L + j * 104_729L) % (29 * 1440)));
                        Readings.pulse(
                                handle, "w" + writer, at.plusSeconds(part).plusMillis(j), 50 + j);
                    }
                });
            }
        });
    }

    private static void withoutNotes(Handle handle) {
        handle.execute("SET LOCAL session_replication_role = replica");
    }

    private long notes() {
        return Readings.count(jdbi, "SELECT count(*) FROM vital_sign_late");
    }

    private Instant rolledUntil() {
        return jdbi.withHandle(RolledTable::rolledUntil);
    }

    private void rolledUntil(Instant hour) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE roll_up SET rolled_until = :hour")
                .bind("hour", hour.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC))
                .execute());
    }
}
