package io.kanhu.ingest.history;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings as the database packs them: an hour in a row, one array a value. */
final class PackedReadings {
    /** The columns {@link #of} reads, in their order, of a row of {@code vital_signs_of}. */
    static final String COLUMNS =
            "(date_part('epoch', hour) * 1000)::bigint, at_ms, heart_rate, systolic, diastolic, spo2, temperature, steps";

    private PackedReadings() {}

    /** The readings of a row from {@code from} on and before {@code to}, in no order. */
    static List<Vitals> of(ResultSet row, Instant from, Instant to) throws SQLException {
        long hour = row.getLong(1);
        long begins = firstMilli(from) - hour;
        long ends = firstMilli(to) - hour;
        Number[] times = values(row, 2);
        Number[] heartRates = values(row, 3);
        Number[] systolics = values(row, 4);
        Number[] diastolics = values(row, 5);
        Number[] spo2s = values(row, 6);
        Number[] temperatures = values(row, 7);
        Number[] steps = values(row, 8);
        List<Vitals> readings = new ArrayList<>(times.length);
        for (int i = 0; i < times.length; i++) {
            int millis = times[i].intValue();
            if (millis >= begins && millis < ends) {
                readings.add(new Vitals(
                        Instant.ofEpochMilli(hour + millis),
                        integer(heartRates, i),
                        integer(systolics, i),
                        integer(diastolics, i),
                        integer(spo2s, i),
                        decimal(temperatures, i),
                        integer(steps, i)));
            }
        }
        return readings;
    }

    /** That begins at this time or later. */
    private static long firstMilli(Instant time) {
        return time.plusNanos(999_999).toEpochMilli();
    }

    /** None where the hour has no such value. */
    private static Number[] values(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? new Number[0] : (Number[]) array.getArray();
    }

    private static @Nullable Integer integer(@Nullable Number[] values, int i) {
        Number value = i < values.length ? values[i] : null;
        return value == null ? null : value.intValue();
    }

    /** By way of its text: 36.6 is kept in four bytes and must not come back as 36.599998. */
    private static @Nullable Double decimal(@Nullable Number[] values, int i) {
        Number value = i < values.length ? values[i] : null;
        return value == null ? null : Double.valueOf(value.toString());
    }
}
