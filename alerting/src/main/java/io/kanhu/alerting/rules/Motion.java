package io.kanhu.alerting.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Whether somebody was on their feet while the pulse was fast. Nothing known is not the same as at rest. */
public enum Motion {
    REST,
    MOVING,
    UNKNOWN;

    /** Walking makes 80 to 120 steps a minute; this is somebody who does it for a quarter of the time. */
    private static final double MOVING_STEPS_A_MINUTE = 25;

    private static final double MOVING_METRES = 150;

    /** Bands count steps less often than they take the pulse. */
    private static final Duration BEFORE = Duration.ofMinutes(10);

    /** Of the time in question this much must be covered by counts of steps before it can be called rest. */
    private static final double COVERED = 0.5;

    /** @param steps and positions in order of time */
    static Motion during(List<StepCount> steps, List<Position> positions, Instant from, Instant to) {
        double minutes = 0;
        double covered = 0;
        long taken = 0;
        for (int i = 1; i < steps.size(); i++) {
            StepCount before = steps.get(i - 1);
            StepCount after = steps.get(i);
            // Fewer than before: the band's midnight lies between.
            boolean counts = after.steps() >= before.steps()
                    && after.at().isAfter(from)
                    && before.at().isBefore(to)
                    && !before.at().isBefore(from.minus(BEFORE));
            if (counts) {
                minutes += minutesBetween(before.at(), after.at());
                covered += minutesBetween(later(before.at(), from), after.at());
                taken += after.steps() - before.steps();
            }
        }
        if (minutes > 0 && taken >= MOVING_STEPS_A_MINUTE * minutes) {
            return MOVING;
        }
        if (minutes > 0 && covered >= COVERED * minutesBetween(from, to)) {
            return REST;
        }
        return wentSomewhere(positions, from, to) ? MOVING : UNKNOWN;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean wentSomewhere(List<Position> positions, Instant from, Instant to) {
        List<Position> then = positions.stream()
                .filter(p -> !p.at().isBefore(from.minus(BEFORE)) && !p.at().isAfter(to))
                .toList();
        return !then.isEmpty()
                && then.stream()
                        .anyMatch(p -> p.distanceTo(then.getFirst())
                                > MOVING_METRES
                                        + p.accuracyMetres()
                                        + then.getFirst().accuracyMetres());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static double minutesBetween(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 60_000.0;
    }
}
