package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules for one person without a database, to try them on a recording. Used by one thread. */
public final class Trial {
    private static final double GNSS_ACCURACY_METRES = 15;

    private final Limits limits;
    private final HeartRateRule heartRate;
    private final @Nullable Integer age;
    private final List<Pulse> pulses = new ArrayList<>();
    private final List<Pressure> pressures = new ArrayList<>();
    private final List<StepCount> steps = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    private final Map<Kind, Severity> open = new EnumMap<>(Kind.class);

    /** @param age in years, {@code null} if unknown */
    public Trial(Limits limits, HeartRateRule heartRate, @Nullable Integer age) {
        this.limits = limits;
        this.heartRate = heartRate;
        this.age = age;
    }

    /** What this one sets off, in order of time: alarms that would be new or worse. */
    public List<Finding> take(Observation seen) {
        remember(seen);
        List.of(Kind.HEART_RATE_HIGH, Kind.HEART_RATE_LOW).stream()
                .filter(kind -> heartRate.isOver(pulses, kind, limits))
                .forEach(open::remove);
        List<Finding> alarms = new ArrayList<>();
        pressureAlarm(seen).ifPresent(alarms::add);
        if (seen.bpm() != null) {
            List.of(Kind.HEART_RATE_HIGH, Kind.HEART_RATE_LOW)
                    .forEach(kind -> pulseAlarm(kind).ifPresent(alarms::add));
        }
        return alarms;
    }

    private Optional<Finding> pulseAlarm(Kind kind) {
        if (!heartRate.mayFind(pulses, kind, limits)) {
            return Optional.empty();
        }
        return heartRate
                .judge(new History(pulses, steps, positions, age), kind, limits)
                .filter(this::isNews);
    }

    private Optional<Finding> pressureAlarm(Observation seen) {
        if (seen.systolic() == null || seen.diastolic() == null) {
            return Optional.empty();
        }
        pressures.add(new Pressure(seen.at(), seen.systolic(), seen.diastolic()));
        if (!limits.isCrisis(seen.systolic(), seen.diastolic())) {
            open.remove(Kind.BLOOD_PRESSURE_CRISIS);
            return Optional.empty();
        }
        return PressureRule.judge(pressures, limits).filter(this::isNews);
    }

    private boolean isNews(Finding finding) {
        Severity before = open.get(finding.kind());
        if (before != null && before.compareTo(finding.severity()) <= 0) {
            return false;
        }
        open.put(finding.kind(), finding.severity());
        return true;
    }

    private void remember(Observation seen) {
        if (seen.bpm() != null) {
            pulses.add(new Pulse(seen.at(), seen.bpm()));
        }
        if (seen.steps() != null) {
            steps.add(new StepCount(seen.at(), seen.steps()));
        }
        if (seen.latitude() != null && seen.longitude() != null) {
            positions.add(new Position(seen.at(), seen.latitude(), seen.longitude(), GNSS_ACCURACY_METRES));
        }
        Instant since = seen.at().minus(History.REACH);
        forget(pulses, Pulse::at, since);
        forget(pressures, Pressure::at, since);
        forget(steps, StepCount::at, since);
        forget(positions, Position::at, since);
    }

    private static <T> void forget(List<T> list, Function<T, Instant> at, Instant since) {
        int old = 0;
        while (old < list.size() && !at.apply(list.get(old)).isAfter(since)) {
            old++;
        }
        list.subList(0, old).clear();
    }
}
