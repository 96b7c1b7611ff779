package io.kanhu.database.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.TestDatabase;
import io.kanhu.database.TestDatabase.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionsIT {
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final Instant far = today.plusDays(40).atStartOfDay().toInstant(ZoneOffset.UTC);
    private TestDatabase database;
    private Jdbi jdbi;
    private Partitions partitions;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh(Kind.PLAIN);
        jdbi = database.jdbi();
        partitions = new Partitions(jdbi, Keep.DEFAULT);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void rowsThatFoundNoPartitionMoveToTheirDayHoweverFarThatIs() {
        // More than move at once.
        Readings.between(jdbi, far, far.plus(Duration.ofDays(60)));
        assertThat(withoutPartition()).isEqualTo(2 * (60 * 144 + 1));
        partitions.prepare(today);
        assertThat(withoutPartition()).isZero();
        assertThat(count("SELECT count(*) FROM vital_sign")).isEqualTo(2 * (60 * 144 + 1));
        assertThat(count("SELECT count(DISTINCT tableoid) FROM vital_sign")).isEqualTo(61);
    }

    @Test
    void aReportThatCameAgainMeanwhileIsFilledAndNotOverwritten() {
        Readings.pulse(jdbi, "b1", far, 60);
        jdbi.useTransaction(handle -> WaitingRows.setAside(handle, Series.VITAL_SIGN));
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, received_at, systolic, diastolic) VALUES ('b1', :at, now(), 140, 80)
                        """)
                .bind("at", far.atOffset(ZoneOffset.UTC))
                .execute());
        partitions.prepare(today);
        assertThat(count("SELECT heart_rate * 1000 + systolic FROM vital_sign")).isEqualTo(60_140);
        assertThat(count("SELECT wearer_id FROM vital_sign")).isEqualTo(49);
        assertThat(withoutPartition()).isZero();
        assertThat(count("SELECT count(*) FROM vital_sign")).isOne();
    }

    @Test
    void whoeverWritesIsNotKeptWaitingAndTheNextRoundDoesTheWork() {
        Readings.pulse(jdbi, "b1", far, 60);
        try (Handle writer = jdbi.open()) {
            writer.begin();
            Readings.pulse(writer, "b2", far, 61);
            partitions.prepare(today);
            assertThat(withoutPartition()).isOne();
            writer.commit();
        }
        partitions.prepare(today);
        assertThat(withoutPartition()).isZero();
        assertThat(count("SELECT count(*) FROM vital_sign")).isEqualTo(2);
    }

    @Test
    void theMonthsOfTheRollUpReachFromWhereItStands() {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE roll_up SET rolled_until = date_trunc('day', now()) - INTERVAL '200 days'"));
        partitions.prepare(today);
        assertThat(count("SELECT count(*) FROM pg_inherits WHERE inhparent = 'vital_sign_rolled'::regclass"))
                .isBetween(9L, 10L);
    }

    @Test
    void aSecondRoundMakesNothingNew() {
        String tables = "SELECT count(*) FROM pg_inherits";
        long before = count(tables);
        partitions.prepare(today);
        assertThat(count(tables)).isEqualTo(before);
        partitions.prepare(today.plusDays(1));
        assertThat(count(tables)).isGreaterThan(before);
    }

    private long withoutPartition() {
        return jdbi.withHandle(handle -> WaitingRows.count(handle, Series.VITAL_SIGN, 1_000_000));
    }

    private long count(String sql) {
        return Readings.count(jdbi, sql);
    }
}
