package io.kanhu.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.database.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What it costs to look for the silent among many who are not. */
class SilenceIT {
    private static final int BANDS = 3_000;
    private static final int READINGS_EACH = 60;

    @Test
    void theMeasurementsAreAskedAboutTheQuietOnlyAndNotReadThrough() throws Exception {
        try (Town town = new Town()) {
            town.grid("east");
            populate(town);
            Episodes episodes = new Episodes(
                    town.climber(),
                    town.clock(),
                    new SimpleMeterRegistry(),
                    new CalmBook(town.jdbi(), town.clock(), ZoneOffset.UTC));
            LimitsBook limits =
                    Books.of(town.jdbi(), town.clock(), ZoneOffset.UTC).limits();
            // One connection, because one tells only by and by what it has read, and this one is told to.
            Target target = town.target();
            try (Connection connection = DriverManager.getConnection(target.url(), target.user(), target.password())) {
                Jdbi jdbi = Jdbi.create(connection);
                Silence silence = new Silence(jdbi, town.clock(), limits, episodes, () -> {});
                town.clock().pass(Silence.PATIENCE);
                long before = rowsReadThrough(jdbi);
                silence.look();
                assertThat(rowsReadThrough(jdbi) - before).isZero();
            }
            assertThat(silent(town))
                    .as("the state of b1 to b4 is behind, b5 has said nothing for 26 hours")
                    .containsExactly("b5");
        }
    }

    private static List<String> silent(Town town) {
        return town.jdbi()
                .withHandle(h -> h.createQuery("SELECT band FROM alert WHERE kind = 'silent'")
                        .mapTo(String.class)
                        .list());
    }

    private static void populate(Town town) {
        town.jdbi().useHandle(h -> {
            h.execute("""
                    INSERT INTO wearer (code, name, grid_id)
                    SELECT 'w' || n, 'w' || n, g.id FROM generate_series(1, ?) AS n CROSS JOIN grid g
                    """, BANDS);
            h.execute("INSERT INTO band (id, secret_sha256) SELECT 'b' || substr(code, 2), sha256('') FROM wearer");
            h.execute("""
                    INSERT INTO band_assignment (band, wearer_id, starts_at) SELECT 'b' || substr(code, 2), id, 'epoch' FROM wearer
                    """);
            h.createUpdate("""
                            INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate)
                            SELECT a.band, t.at, a.wearer_id, t.at, 70
                              FROM generate_series(1, :readings) AS n CROSS JOIN band_assignment a
                             CROSS JOIN LATERAL (SELECT :now - n * INTERVAL '1 minute'
                                                        - CASE WHEN a.band = 'b5' THEN INTERVAL '25 hours' ELSE '0' END) AS t (at)
                            """)
                    .bind("readings", READINGS_EACH)
                    .bind("now", town.clock().instant().atOffset(ZoneOffset.UTC))
                    .execute();
            h.createUpdate("""
                            INSERT INTO wearer_state (wearer_id, band, heard_at)
                            SELECT wearer_id, band, :now - CASE WHEN band IN ('b1', 'b2', 'b3', 'b4', 'b5') THEN INTERVAL '30 hours' ELSE '0' END
                              FROM band_assignment
                            """)
                    .bind("now", town.clock().instant().atOffset(ZoneOffset.UTC))
                    .execute();
            h.execute("ANALYZE");
        });
    }

    /** Rows of measurements that were not found by a key. */
    private static long rowsReadThrough(Jdbi jdbi) {
        return jdbi.withHandle(h -> {
            h.execute("SELECT pg_stat_force_next_flush()");
            return h.createQuery("""
                            SELECT sum(s.seq_tup_read) FROM pg_stat_user_tables s JOIN pg_inherits i ON i.inhrelid = s.relid
                             WHERE i.inhparent IN ('vital_sign'::regclass, 'location_fix'::regclass, 'band_status'::regclass)
                            """).mapTo(long.class).one();
        });
    }
}
