package io.kanhu.ingest.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The newest value of each kind, with its own time; {@code null} if there was none lately. */
public record Latest(
        @Nullable HeartRate heartRate,
        @Nullable Pressure bloodPressure,
        @Nullable Position position,
        @Nullable Battery battery) {

    /** The same for somebody who may not see where the wearer is. */
    public Latest withoutPosition() {
        return new Latest(heartRate, bloodPressure, null, battery);
    }

    /** Beats per minute. */
    public record HeartRate(int bpm, Instant at) {}

    /** Both in mmHg. */
    public record Pressure(int systolic, int diastolic, Instant at) {}

    /** WGS-84, degrees. */
    public record Position(
            double latitude, double longitude, @Nullable Double accuracyMetres, Instant at) {}

    /** Percent. */
    public record Battery(int percent, Instant at) {}
}
