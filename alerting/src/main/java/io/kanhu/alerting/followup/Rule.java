package io.kanhu.alerting.followup;

import java.util.Locale;

/**
 * Why somebody is suggested. Each is a question to the data, with the figures that are shown as its reason. The last hour or two, which
 * are not rolled up yet, make no difference to days and weeks, and would have to be read row by row.
 */
public enum Rule {
    /**
     * The mean of a week's pressures at rest, 12 readings or more, reaches 135/85 mmHg: where hypertension at home begins (ESH, 2021).
     * At rest is an hour with hardly a step.
     */
    PRESSURE_HIGH("""
            WITH hourly AS (
              SELECT wearer_id, hour, systolic_count AS readings, systolic_sum, diastolic_sum,
                     steps_max - lag(steps_max) OVER (PARTITION BY wearer_id, band ORDER BY hour) AS steps
                FROM vital_sign_past_hourly
               WHERE hour >= :now::timestamptz - interval '7 days' AND wearer_id IS NOT NULL
            )
            SELECT wearer_id, jsonb_build_object('systolic', round(sum(systolic_sum)::numeric / sum(readings)),
                                                 'diastolic', round(sum(diastolic_sum)::numeric / sum(readings)),
                                                 'readings', sum(readings)) AS figures
              FROM hourly WHERE readings > 0 AND coalesce(steps, 0) < 100
             GROUP BY wearer_id
            HAVING sum(readings) >= 12
               AND (sum(systolic_sum)::numeric / sum(readings) >= 135 OR sum(diastolic_sum)::numeric / sum(readings) >= 85)
            """),

    /** The night's pulse of this week lies more than three deviations above that of the two weeks before. */
    PULSE_RISEN("""
            WITH nights AS (
              SELECT v.wearer_id, v.hour >= :now::timestamptz - interval '7 days' AS recent,
                     sum(v.heart_rate_sum)::float8 / sum(v.heart_rate_count) AS mean
                FROM vital_sign_past_hourly v CROSS JOIN kpi_setting s
               WHERE v.hour >= :now::timestamptz - interval '21 days' AND v.wearer_id IS NOT NULL AND v.heart_rate_count > 0
                 AND extract(hour FROM v.hour AT TIME ZONE s.zone) BETWEEN 0 AND 4
               GROUP BY v.wearer_id, v.hour
            ), before AS (
              SELECT wearer_id, count(*) AS hours, percentile_cont(0.5) WITHIN GROUP (ORDER BY mean) AS median
                FROM nights WHERE NOT recent GROUP BY wearer_id
            ), spread AS (
              SELECT n.wearer_id, b.median, b.hours, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(n.mean - b.median)) AS deviation
                FROM nights n JOIN before b ON b.wearer_id = n.wearer_id WHERE NOT n.recent
               GROUP BY n.wearer_id, b.median, b.hours
            ), lately AS (
              SELECT wearer_id, count(*) AS hours, percentile_cont(0.5) WITHIN GROUP (ORDER BY mean) AS median
                FROM nights WHERE recent GROUP BY wearer_id
            )
            SELECT l.wearer_id, jsonb_build_object('before', round(s.median), 'now', round(l.median),
                                                   'deviation', round(greatest(s.deviation, 1)::numeric, 1)) AS figures
              FROM lately l JOIN spread s ON s.wearer_id = l.wearer_id
             WHERE l.hours >= 15 AND s.hours >= 30 AND l.median - s.median > 3 * greatest(s.deviation, 1)
            """),

    /** The battery is low and has not been charged for five days. */
    NOT_CHARGED("""
            SELECT t.wearer_id, jsonb_build_object('battery', t.battery, 'days', 5) AS figures
              FROM wearer_state t
             WHERE t.battery < 30 AND t.battery_at > :now::timestamptz - interval '2 days'
               AND NOT EXISTS (SELECT FROM band_status b WHERE b.band = t.band AND b.charging
                                  AND b.measured_at > :now::timestamptz - interval '5 days')
               AND EXISTS (SELECT FROM band_status b WHERE b.band = t.band AND b.battery IS NOT NULL
                              AND b.measured_at BETWEEN :now::timestamptz - interval '30 days' AND :now::timestamptz - interval '4 days')
            """),

    /** Of a week's reports, more than 30 % say that the band is not worn. */
    NOT_WORN("""
            SELECT wearer_id, jsonb_build_object('percent', round(100.0 * count(*) FILTER (WHERE NOT worn) / count(*)),
                                                 'reports', count(*)) AS figures
              FROM band_status
             WHERE measured_at > :now::timestamptz - interval '7 days' AND worn IS NOT NULL AND wearer_id IS NOT NULL
             GROUP BY wearer_id
            HAVING count(*) >= 20 AND count(*) FILTER (WHERE NOT worn) > 0.3 * count(*)
            """),

    /** Three days with hardly a step, though something was measured on each. */
    NO_STEPS("""
            WITH daily AS (
              SELECT v.wearer_id, (v.hour AT TIME ZONE s.zone)::date AS day, max(v.steps_max) AS steps
                FROM vital_sign_past_hourly v CROSS JOIN kpi_setting s
               WHERE v.hour >= :now::timestamptz - interval '4 days' AND v.wearer_id IS NOT NULL AND v.steps_max IS NOT NULL
                 AND (v.hour AT TIME ZONE s.zone)::date
                     BETWEEN (:now::timestamptz AT TIME ZONE s.zone)::date - 3 AND (:now::timestamptz AT TIME ZONE s.zone)::date - 1
               GROUP BY v.wearer_id, day
            )
            SELECT wearer_id, jsonb_build_object('steps', max(steps), 'days', count(*)) AS figures
              FROM daily GROUP BY wearer_id HAVING count(*) = 3 AND max(steps) < 100
            """),

    /** Three calls within two weeks that were none. */
    FALSE_PRESSES("""
            SELECT wearer_id, jsonb_build_object('presses', count(*), 'days', 14) AS figures
              FROM alert
             WHERE kind = 'sos' AND raised_at > :now::timestamptz - interval '14 days' AND wearer_id IS NOT NULL
               AND (outcome IN ('mistake', 'called_off', 'device_fault'))
             GROUP BY wearer_id HAVING count(*) >= 3
            """),

    /** Somebody was helped or not found, and nobody has called back for a day. */
    NO_CALL_BACK("""
            SELECT wearer_id, jsonb_build_object('alert', max(id), 'outcome', (array_agg(outcome ORDER BY id DESC))[1]) AS figures
              FROM alert
             WHERE state IN ('resolved', 'closed') AND called_back_at IS NULL AND wearer_id IS NOT NULL
               AND outcome IN ('helped', 'hospital', 'nobody_there')
               AND resolved_at BETWEEN :now::timestamptz - interval '7 days' AND :now::timestamptz - interval '1 day'
             GROUP BY wearer_id
            """);

    private final String sql;

    Rule(String sql) {
        this.sql = sql;
    }

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Gives {@code wearer_id} and {@code figures}, at {@code :now}. */
    String sql() {
        return sql;
    }
}
