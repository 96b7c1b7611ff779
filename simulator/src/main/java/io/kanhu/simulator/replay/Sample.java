package io.kanhu.simulator.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row or point of a recording, as recorded.
 *
 * @param at {@code null} if the recording does not say
 */
record Sample(
        @Nullable Instant at,
        @Nullable Integer heartRate,
        @Nullable Integer systolic,
        @Nullable Integer diastolic,
        @Nullable Double latitude,
        @Nullable Double longitude) {

    /** Whether there is anything to say; half a pressure and half a place are nothing. */
    boolean isEmpty() {
        boolean pressure = systolic != null && diastolic != null;
        boolean place = latitude != null && longitude != null;
        return heartRate == null && !pressure && !place;
    }
}
