package io.kanhu.alerting.rules;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of somebody up to a reading, each list in order of time.
 *
 * @param age in years, if known
 */
public record History(
        List<Pulse> pulses,
        List<StepCount> steps,
        List<Position> positions,
        @Nullable Integer age) {
    /** How far rules look back. */
    public static final Duration REACH = Duration.ofMinutes(65);
}
