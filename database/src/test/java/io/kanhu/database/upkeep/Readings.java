package io.kanhu.database.upkeep;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Writes readings by hand. */
final class Readings {
    private Readings() {}

    /** Pulses of two bands, one every ten minutes. */
    static void between(Jdbi jdbi, Instant from, Instant until) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate, temperature)
                        SELECT band, at, ascii(right(band, 1)), now(), 60 + extract(minute FROM at)::integer % 17, 36.6
                          FROM unnest(ARRAY['b1', 'b2']) AS band,
                               generate_series(CAST(:from AS timestamptz), CAST(:until AS timestamptz), INTERVAL '10 minutes') AS at
                        ON CONFLICT DO NOTHING
                        """)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .execute());
    }

    static void pulse(Jdbi jdbi, String band, Instant at, int bpm) {
        jdbi.useHandle(handle -> pulse(handle, band, at, bpm));
    }

    /** By the millisecond, as bands tell the time. */
    static void pulse(Handle handle, String band, Instant at, int bpm) {
        handle.createUpdate("""
                        INSERT INTO vital_sign (band, measured_at, wearer_id, received_at, heart_rate)
                        VALUES (:band, :at, 49, now(), :bpm)
                        """)
                .bind("band", band)
                .bind("at", at.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC))
                .bind("bpm", bpm)
                .execute();
    }

    static long count(Jdbi jdbi, String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(long.class).one());
    }
}
