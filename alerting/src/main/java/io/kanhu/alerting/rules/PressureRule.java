package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A pressure that is a crisis, and was one before. A wrist without a cuff errs by tens of mmHg, so a single reading is a reason to
 * measure again and no more. Stateless.
 */
final class PressureRule {
    /** A reading is confirmed by one before it that is no older. */
    static final Duration CONFIRMED_WITHIN = Duration.ofMinutes(15);

    /** What was measured in the same breath confirms nothing. */
    static final Duration APART = Duration.ofSeconds(30);

    private PressureRule() {}

    /** @param pressures in order of time; the last one is the crisis to be confirmed */
    static Optional<Finding> judge(List<Pressure> pressures, Limits limits) {
        Pressure last = pressures.getLast();
        boolean high = limits.isHigh(last.systolic(), last.diastolic());
        return pressures.stream()
                .filter(before -> {
                    Duration ago = Duration.between(before.at(), last.at());
                    return ago.compareTo(APART) >= 0 && ago.compareTo(CONFIRMED_WITHIN) <= 0;
                })
                .filter(before -> limits.isCrisis(before.systolic(), before.diastolic())
                        && limits.isHigh(before.systolic(), before.diastolic()) == high)
                .reduce((earlier, later) -> later)
                .map(before -> finding(before, last, limits));
    }

    private static Finding finding(Pressure before, Pressure last, Limits limits) {
        boolean page = Math.min(before.systolic(), last.systolic()) >= limits.systolicPageHigh();
        String reading =
                "{\"systolic\":%d,\"diastolic\":%d,\"before\":{\"systolic\":%d,\"diastolic\":%d,\"seconds\":%d}}"
                        .formatted(
                                last.systolic(),
                                last.diastolic(),
                                before.systolic(),
                                before.diastolic(),
                                Duration.between(before.at(), last.at()).toSeconds());
        return new Finding(
                Kind.BLOOD_PRESSURE_CRISIS, page ? Severity.EMERGENCY : Severity.ATTENTION, last.at(), reading);
    }
}
