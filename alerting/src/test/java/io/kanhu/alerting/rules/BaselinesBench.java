package io.kanhu.alerting.rules;

import io.kanhu.database.SettableClock;
import io.kanhu.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What a night's baselines cost; no test, run by hand. Prints seconds for ten thousand wearers with 14 days of hours each, and the table's size. */
final class BaselinesBench {
    private static final int WEARERS = 10_000;
    private static final Instant NIGHT = Instant.parse("2026-03-21T01:00:00Z");

    private BaselinesBench() {}

    public static void main(String[] arguments) {
        try (TestDatabase database = TestDatabase.fresh()) {
            Jdbi jdbi = database.jdbi();
            jdbi.useHandle(BaselinesBench::fill);
            Baselines nightly = new Baselines(jdbi, new SettableClock(NIGHT), ZoneOffset.UTC);
            for (int night = 0; night < 3; night++) {
                jdbi.useHandle(h -> h.execute("UPDATE pulse_baseline SET computed_at = '2026-03-20 01:00:00+00'"));
                long begun = System.nanoTime();
                Baselines one = night == 0 ? nightly : new Baselines(jdbi, new SettableClock(NIGHT), ZoneOffset.UTC);
                for (int round = 0; round <= WEARERS / Baselines.AT_ONCE; round++) {
                    one.look();
                }
                System.out.printf(
                        "%,d wearers in %.1f s, %d with a baseline%n",
                        WEARERS,
                        (System.nanoTime() - begun) / 1e9,
                        jdbi.withHandle(
                                h -> h.select("SELECT count(*) FROM pulse_baseline WHERE medians[4] IS NOT NULL")
                                        .mapTo(int.class)
                                        .one()));
            }
            BaselineBook book = new BaselineBook(jdbi, new SettableClock(NIGHT), ZoneOffset.UTC);
            long begun = System.nanoTime();
            book.refresh();
            System.out.printf("read into memory in %.2f s%n", (System.nanoTime() - begun) / 1e9);
            String size =
                    jdbi.withHandle(h -> h.select("SELECT pg_size_pretty(pg_total_relation_size('pulse_baseline'))")
                            .mapTo(String.class)
                            .one());
            System.out.println(size);
        }
    }

    private static void fill(Handle handle) {
        handle.execute("UPDATE roll_up SET rolled_until = ?", NIGHT.atOffset(ZoneOffset.UTC));
        handle.execute("INSERT INTO wearer (code, name) SELECT 'w' || n, '' FROM generate_series(1, ?) AS n", WEARERS);
        handle.execute("INSERT INTO band (id, secret_sha256) SELECT code, sha256(code::bytea) FROM wearer");
        handle.execute(
                "INSERT INTO band_assignment (band, wearer_id, starts_at) SELECT code, id, '2026-01-01' FROM wearer");
        for (int day = 20; day > 0; day--) {
            handle.execute("""
                    INSERT INTO vital_sign_rolled (band, hour, wearer_id, readings, heart_rate_count, heart_rate_min, heart_rate_max,
                                                   heart_rate_sum, systolic_count, diastolic_count, spo2_count, temperature_count)
                    SELECT w.code, ?::timestamptz + h * INTERVAL '1 hour', w.id, 72, 72, 50, 100, 72 * (60 + (random() * 20)::int),
                           0, 0, 0, 0
                      FROM generate_series(0, 23) AS h CROSS JOIN wearer w
                    """, NIGHT.minus(Duration.ofDays(day)).atOffset(ZoneOffset.UTC));
        }
        handle.execute("ANALYZE vital_sign_rolled");
    }
}
