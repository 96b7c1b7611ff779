package io.kanhu.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.database.TestDatabase.Blank;
import io.kanhu.database.TestDatabase.Kind;
import io.kanhu.database.upkeep.Hours;
import io.kanhu.database.upkeep.Keep;
import io.kanhu.database.upkeep.Partitions;
import io.kanhu.database.upkeep.RollUp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Schema changes are for databases that people have lived in. */
class MigrationsIT {
    @Test
    void aDatabaseWithMeasurementsInItComesOutWholeAndIsRolledUpFromItsFirstHour() {
        aDatabaseWithMeasurementsInItComesOutWhole(Kind.PLAIN);
    }

    @Test
    @Tag("long")
    void soItDoesOnTimescale() {
        aDatabaseWithMeasurementsInItComesOutWhole(Kind.TIMESCALE);
    }

    private static void aDatabaseWithMeasurementsInItComesOutWhole(Kind kind) {
        try (Blank blank = TestDatabase.blank(kind)) {
            Migrations.run(sourceOf(blank.target()), MigrationVersion.fromVersion("5"));
            Jdbi before = Jdbi.create(sourceOf(blank.target()));
            before.useHandle(handle -> handle.execute("""
                    INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate, spo2, temperature, steps)
                    SELECT band, at, nullif(ascii(right(band, 1)), 51), at, 60 + extract(hour FROM at)::integer, 97, 36.6, 1000
                      FROM unnest(ARRAY['b1', 'b2', 'b3']) AS band,
                           generate_series(date_trunc('milliseconds', now()) - INTERVAL '50 days', now(), INTERVAL '17 minutes') AS at
                    """));
            long readings = count(before);
            try (Database database = Database.open(blank.target(), 4, Duration.ofSeconds(20))) {
                Jdbi jdbi = database.jdbi();
                new Partitions(jdbi, Keep.DEFAULT).prepare(LocalDate.now(ZoneOffset.UTC));
                Hours.equalTheReadings(jdbi);
                // A thousand hours a round at most.
                RollUp rollUp = RollUp.of(jdbi);
                rollUp.run();
                rollUp.run();
                Hours.runPolicies(jdbi);
                Hours.equalTheReadings(jdbi);
                assertThat(count(jdbi)).isEqualTo(readings).isGreaterThan(12_000);
            }
            // And the next start changes nothing.
            Database.open(blank.target(), 4, Duration.ofSeconds(20)).close();
        }
    }

    /** Ladders know nothing of measurements, which are all that differs on TimescaleDB. */
    @Test
    void callsThatWereOpenBeforeThereWereLaddersBeginOneAtOnceAndNothingElseDoes() {
        try (Blank blank = TestDatabase.blank(Kind.PLAIN)) {
            Migrations.run(sourceOf(blank.target()), MigrationVersion.fromVersion("30"));
            Jdbi.create(sourceOf(blank.target())).useHandle(handle -> {
                handle.execute("""
                        INSERT INTO alert (kind, severity, state, band, raised_at, received_at, next_action_at)
                        SELECT 'sos', 'emergency', state, state, now(), now(), now() + INTERVAL '1 day'
                          FROM unnest(ARRAY['raised', 'dispatched', 'cancelled', 'acknowledged', 'closed']) AS state
                        """);
                handle.execute("""
                        INSERT INTO notification (alert_id, step, channel, band, created_at, next_attempt_at)
                        SELECT id, 0, 'band', band, now(), now() FROM alert
                        """);
            });
            try (Database database = Database.open(blank.target(), 4, Duration.ofSeconds(20))) {
                List<String> due = database.jdbi()
                        .withHandle(h -> h.createQuery(
                                        "SELECT state || ' ' || step FROM alert WHERE next_action_at <= now() ORDER BY 1")
                                .mapTo(String.class)
                                .list());
                assertThat(due).containsExactly("cancelled 1", "dispatched 1", "raised 1");
            }
        }
    }

    private static PGSimpleDataSource sourceOf(Target target) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(target.url());
        source.setUser(target.user());
        source.setPassword(target.password());
        return source;
    }

    private static long count(Jdbi jdbi) {
        return jdbi.withHandle(h -> h.createQuery("SELECT count(*) FROM vital_sign")
                .mapTo(long.class)
                .one());
    }
}
