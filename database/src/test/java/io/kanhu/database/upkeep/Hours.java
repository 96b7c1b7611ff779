package io.kanhu.database.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** The hourly roll-up of a database, held against the readings themselves. For the tests of every module. */
public final class Hours {
    private static final String COLUMNS = """
            band, wearer_id, hour, readings, heart_rate_count, heart_rate_min, heart_rate_max, heart_rate_sum,
            systolic_count, systolic_min, systolic_max, systolic_sum, diastolic_count, diastolic_min, diastolic_max, diastolic_sum,
            spo2_count, spo2_min, spo2_max, spo2_sum,
            temperature_count, temperature_min, temperature_max, temperature_sum, steps_max
            """;

    /** Written otherwise than the roll-up on purpose: no casts, no time_bucket, no date_bin. */
    private static final String FROM_READINGS = """
            SELECT band, wearer_id, date_trunc('hour', measured_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC', count(*),
                   count(heart_rate), min(heart_rate), max(heart_rate), sum(heart_rate),
                   count(systolic), min(systolic), max(systolic), sum(systolic),
                   count(diastolic), min(diastolic), max(diastolic), sum(diastolic),
                   count(spo2), min(spo2), max(spo2), sum(spo2),
                   count(temperature), min(temperature), max(temperature), sum(temperature::numeric), max(steps)
              FROM vital_sign GROUP BY 1, 2, 3
            """;

    private Hours() {}

    /** The view says what the readings say, hour by hour, no more and no less. */
    public static void equalTheReadings(Jdbi jdbi) {
        String hours = "SELECT " + COLUMNS + " FROM vital_sign_hourly";
        assertThat(Stream.concat(
                        rows(jdbi, FROM_READINGS + " EXCEPT ALL " + hours).map("only in the readings: "::concat),
                        rows(jdbi, hours + " EXCEPT ALL " + FROM_READINGS).map("only in the roll-up: "::concat)))
                .as("hours that differ")
                .isEmpty();
        packedEqualTheReadings(jdbi);
    }

    /** {@code vital_signs_of} gives each wearer's readings, of all time and of a span that begins and ends in mid-hour; at any moment. */
    public static void packedEqualTheReadings(Jdbi jdbi) {
        for (String span :
                List.of("'-infinity', 'infinity'", "now() - INTERVAL '29:17:05.5', now() - INTERVAL '00:44:03'")) {
            String packed = """
                    SELECT w.band, w.wearer_id, s.hour + u.ms * INTERVAL '1 ms', u.heart_rate, u.systolic, u.diastolic, u.spo2,
                           u.temperature, u.steps
                      FROM (SELECT DISTINCT band, wearer_id FROM vital_sign WHERE wearer_id IS NOT NULL) AS w
                     CROSS JOIN (SELECT %s) AS span (since, until)
                     CROSS JOIN LATERAL vital_signs_of(w.wearer_id, ARRAY[w.band], CAST(since AS timestamptz), CAST(until AS timestamptz)) AS s
                     CROSS JOIN LATERAL unnest(s.at_ms, s.heart_rate, s.systolic, s.diastolic, s.spo2, s.temperature, s.steps)
                        AS u (ms, heart_rate, systolic, diastolic, spo2, temperature, steps)
                     WHERE s.hour + u.ms * INTERVAL '1 ms' >= CAST(since AS timestamptz) AND s.hour + u.ms * INTERVAL '1 ms' < CAST(until AS timestamptz)
                    """.formatted(span);
            String readings = """
                    SELECT band, wearer_id, measured_at, heart_rate, systolic, diastolic, spo2, temperature, steps
                      FROM vital_sign CROSS JOIN (SELECT %s) AS span (since, until)
                     WHERE wearer_id IS NOT NULL AND measured_at >= CAST(since AS timestamptz) AND measured_at < CAST(until AS timestamptz)
                    """.formatted(span);
            assertThat(Stream.concat(
                            rows(jdbi, readings + " EXCEPT ALL " + packed).map("only in the readings: "::concat),
                            rows(jdbi, packed + " EXCEPT ALL " + readings).map("not in the readings: "::concat)))
                    .as("readings of " + span)
                    .isEmpty();
        }
    }

    /** Does what TimescaleDB's background workers would have done by this time tomorrow; nothing on plain PostgreSQL. */
    public static void runPolicies(Jdbi jdbi) {
        boolean timescale = jdbi.withHandle(
                h -> h.createQuery("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb')")
                        .mapTo(boolean.class)
                        .one());
        if (timescale) {
            List<Integer> jobs =
                    jdbi.withHandle(h -> h.createQuery("""
                            SELECT job_id FROM timescaledb_information.jobs
                             WHERE proc_name IN ('policy_refresh_continuous_aggregate', 'policy_compression') ORDER BY job_id
                            """).mapTo(Integer.class).list());
            jobs.forEach(job -> jdbi.useHandle(h -> h.execute("CALL run_job(" + job + ")")));
            // The policy leaves out the last three hours, of which those that have ended are not among the last
            // tomorrow.
            jdbi.useHandle(h -> h.execute("""
                    CALL refresh_continuous_aggregate('vital_sign_hourly', now() - INTERVAL '6 hours',
                                                      date_trunc('hour', now()) - INTERVAL '1 hour')
                    """));
        }
    }

    private static Stream<String> rows(Jdbi jdbi, String sql) {
        return jdbi
                .withHandle(h -> h.createQuery("SELECT difference::text FROM (" + sql + ") AS difference LIMIT 20")
                        .mapTo(String.class)
                        .list())
                .stream();
    }
}
