package io.kanhu.database.upkeep;

/**
 * The readings of a band in an hour as one row of arrays, for whoever reads days of one wearer ({@code vital_signs_of}). Parts of the
 * statements that roll hours up.
 */
final class PackedHours {
    /** The aggregates' names, and what they are stored as. */
    static final String ARRAYS = "at_ms, heart_rates, systolics, diastolics, spo2s, temperatures, step_counts";

    private PackedHours() {}

    /** Aggregates over the readings of one hour, to be named {@link #ARRAYS}; {@code hour} is an expression. */
    static String of(String hour) {
        return """
                array_agg((date_part('epoch', measured_at - %s) * 1000)::int), %s, %s, %s, %s, %s, %s
                """.formatted(
                        hour,
                        values("heart_rate"),
                        values("systolic"),
                        values("diastolic"),
                        values("spo2"),
                        values("temperature"),
                        values("steps"));
    }

    private static String values(String column) {
        return "CASE WHEN count(" + column + ") > 0 THEN array_agg(" + column + ") END";
    }

    /** Stores the hours of this relation, except those whose readings are gone. One that comes out the same costs no row version. */
    static String insertFrom(String sums) {
        return """
                INSERT INTO vital_sign_packed (band, hour, wearer_id, at_ms, heart_rate, systolic, diastolic, spo2, temperature, steps)
                SELECT band, hour, wearer_id, %s FROM %s WHERE hour >= (SELECT dropped_until FROM roll_up)
                ON CONFLICT (band, hour, wearer_id) DO UPDATE
                  SET (at_ms, heart_rate, systolic, diastolic, spo2, temperature, steps) =
                      (EXCLUDED.at_ms, EXCLUDED.heart_rate, EXCLUDED.systolic, EXCLUDED.diastolic, EXCLUDED.spo2, EXCLUDED.temperature,
                       EXCLUDED.steps)
                WHERE (vital_sign_packed.*) IS DISTINCT FROM (EXCLUDED.*)
                """.formatted(ARRAYS, sums);
    }
}
