package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.CannotRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of the columns in a CSV file; {@code null} is to be guessed. */
public record Columns(
        @Nullable String time,
        @Nullable String heartRate,
        @Nullable String systolic,
        @Nullable String diastolic,
        @Nullable String latitude,
        @Nullable String longitude) {
    private static final List<String> TIMES = List.of(
            "time", "timestamp", "time_utc", "time_local", "datetime", "date.time", "date_time", "minute", "ts");
    private static final List<String> PULSES =
            List.of("hr", "hr_bpm", "hr_mean", "heart_rate", "heartrate", "heart rate", "bpm", "pulse", "value");
    private static final List<String> SYSTOLICS = List.of("sys", "syst", "systolic", "sbp");
    private static final List<String> DIASTOLICS = List.of("dia", "diast", "diastolic", "dbp");
    private static final List<String> LATITUDES = List.of("lat", "latitude");
    private static final List<String> LONGITUDES = List.of("lon", "lng", "long", "longitude");

    /** All to be guessed. */
    public static Columns guessed() {
        return new Columns(null, null, null, null, null, null);
    }

    /** These columns of a file with this header; what was not named is guessed, and {@code null} if there is none. */
    Columns in(List<String> header, Path file) {
        Columns found = new Columns(
                find(header, file, time, TIMES),
                find(header, file, heartRate, PULSES),
                find(header, file, systolic, SYSTOLICS),
                find(header, file, diastolic, DIASTOLICS),
                find(header, file, latitude, LATITUDES),
                find(header, file, longitude, LONGITUDES));
        if (found.heartRate == null && found.systolic == null && found.latitude == null) {
            throw new CannotRun(file + " has no column that looks like a pulse, a pressure or a place among " + header
                    + "; name one with --heart-rate-column, --latitude-column …");
        }
        return found;
    }

    private static @Nullable String find(List<String> header, Path file, @Nullable String named, List<String> guesses) {
        if (named != null) {
            if (!header.contains(named)) {
                throw new CannotRun(file + " has no column " + named + "; it has " + header);
            }
            return named;
        }
        for (String guess : guesses) {
            for (String column : header) {
                if (column.strip().toLowerCase(Locale.ROOT).equals(guess)) {
                    return column;
                }
            }
        }
        return null;
    }
}
