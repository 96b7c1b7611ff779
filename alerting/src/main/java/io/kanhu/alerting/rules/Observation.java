package io.kanhu.alerting.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a recording says of one moment; {@code null} is not measured. */
public record Observation(
        Instant at,
        @Nullable Integer bpm,
        @Nullable Integer systolic,
        @Nullable Integer diastolic,
        @Nullable Integer steps,
        @Nullable Double latitude,
        @Nullable Double longitude) {

    /** A pulse and, if known, the steps since midnight. */
    public static Observation pulse(Instant at, int bpm, @Nullable Integer steps) {
        return new Observation(at, bpm, null, null, steps, null, null);
    }
}
