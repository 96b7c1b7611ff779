package io.kanhu.alerting.rules;

import io.kanhu.alerting.care.Zone;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Instant;
import java.time.ZoneId;
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
    private final TrialPast past;
    private final TrialRound round;
    private final Map<Kind, Severity> open = new EnumMap<>(Kind.class);

    /**
     * @param zone of the person
     * @param zones where they are expected to be; none for anywhere
     * @param age in years, {@code null} if unknown
     */
    public Trial(Limits limits, ZoneId zone, List<Zone> zones, @Nullable Integer age) {
        this.limits = limits;
        this.heartRate = new HeartRateRule(zone);
        this.past = new TrialPast(zone);
        this.round = new TrialRound(limits, zone, zones);
        this.age = age;
    }

    /** What this one sets off, in order of time: alarms that would be new or worse. */
    public List<Finding> take(Observation seen) {
        remember(seen);
        Norm usual = past.usualAt(seen.at(), limits);
        List.of(Kind.HEART_RATE_HIGH, Kind.HEART_RATE_LOW).stream()
                .filter(kind -> open.containsKey(kind) && heartRate.isOver(pulses, kind, usual))
                .forEach(open::remove);
        if (round.isBack()) {
            open.remove(Kind.LEFT_SAFE_ZONE);
        }
        if (round.hasStepped()) {
            open.remove(Kind.IMMOBILE);
        }
        List<Finding> alarms = new ArrayList<>();
        if (seen.latitude() != null) {
            round.left().filter(this::isNews).ifPresent(alarms::add);
        }
        pressureAlarm(seen).ifPresent(alarms::add);
        if (seen.bpm() != null) {
            round.still(seen.at()).filter(this::isNews).ifPresent(alarms::add);
            List.of(Kind.HEART_RATE_HIGH, Kind.HEART_RATE_LOW)
                    .forEach(kind -> pulseAlarm(kind, usual).ifPresent(alarms::add));
        }
        return alarms;
    }

    private Optional<Finding> pulseAlarm(Kind kind, Norm usual) {
        if (!heartRate.mayFind(pulses, kind, limits, usual)) {
            return Optional.empty();
        }
        return heartRate
                .judge(new History(pulses, steps, positions, age), kind, limits, usual)
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
            past.take(seen.at(), seen.bpm());
        }
        if (seen.steps() != null) {
            steps.add(new StepCount(seen.at(), seen.steps()));
            round.take(steps.getLast());
        }
        if (seen.latitude() != null && seen.longitude() != null) {
            positions.add(new Position(seen.at(), seen.latitude(), seen.longitude(), GNSS_ACCURACY_METRES));
            round.take(positions.getLast());
        }
        Instant since = seen.at().minus(History.REACH);
        forget(pulses, Pulse::at, since);
        forget(pressures, Pressure::at, since);
        forget(steps, StepCount::at, since);
        forget(positions, Position::at, since);
    }

    static <T> void forget(List<T> list, Function<T, Instant> at, Instant since) {
        int old = 0;
        while (old < list.size() && !at.apply(list.get(old)).isAfter(since)) {
            old++;
        }
        list.subList(0, old).clear();
    }
}
