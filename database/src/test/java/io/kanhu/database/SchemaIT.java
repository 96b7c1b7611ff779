package io.kanhu.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.database.upkeep.Keep;
import io.kanhu.database.upkeep.Partitions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SchemaIT {
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void migratingAgainChangesNothing() {
        long before = count("SELECT count(*) FROM flyway_schema_history");
        Database.open(database.target(), 2, Duration.ofSeconds(20)).close();
        assertThat(count("SELECT count(*) FROM flyway_schema_history")).isEqualTo(before);
    }

    @Test
    void everyDayABandMayReportForHasItsPlace() {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        for (int day = -30; day <= 1; day++) {
            insertPulse("reach", now.plusDays(day));
        }
        assertThat(count("SELECT count(*) FROM vital_sign WHERE band = 'reach'"))
                .isEqualTo(32);
        assertThat(
                        count(
                                "SELECT count(*) FROM vital_sign WHERE band = 'reach' AND tableoid::regclass::text LIKE '%default'"))
                .isZero();
    }

    @Test
    void whatWaitedInTheDefaultPartitionMovesToItsDay() {
        if (count("SELECT count(*) FROM pg_class WHERE relname = 'vital_sign_default'") == 0) {
            // Hypertables make their own chunks; there is no default partition to wait in.
            assertThat(count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'"))
                    .isOne();
            return;
        }
        LocalDate far = LocalDate.now(ZoneOffset.UTC).plusDays(60);
        insertPulse("late", far.atTime(12, 0).atOffset(ZoneOffset.UTC));
        new Partitions(database.jdbi(), Keep.DEFAULT).prepare(far);
        assertThat(
                        count(
                                "SELECT count(*) FROM vital_sign WHERE band = 'late' AND tableoid::regclass::text NOT LIKE '%default'"))
                .isOne();
    }

    @Test
    void aWearerHasOneOpenEpisodeOfAKind() {
        String insert = """
                INSERT INTO alert (kind, severity, state, band, raised_at, received_at)
                VALUES ('sos', 'emergency', 'raised', 'b1', now(), now())
                """;
        database.jdbi().useHandle(h -> h.execute(insert));
        assertThatThrownBy(() -> database.jdbi().useHandle(h -> h.execute(insert)))
                .hasMessageContaining("alert_one_open");
        database.jdbi().useHandle(h -> h.execute("UPDATE alert SET state = 'closed' WHERE band = 'b1'"));
        database.jdbi().useHandle(h -> h.execute(insert));
        assertThat(count("SELECT count(*) FROM alert WHERE band = 'b1'")).isEqualTo(2);
    }

    private static void insertPulse(String band, OffsetDateTime at) {
        database.jdbi()
                .useHandle(h ->
                        h.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, received_at, heart_rate) VALUES (:band, :at, now(), 70)
                        """).bind("band", band).bind("at", at).execute());
    }

    private static long count(String sql) {
        return database.jdbi()
                .withHandle(h -> h.createQuery(sql).mapTo(long.class).one());
    }
}
