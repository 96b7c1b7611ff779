package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A pulse that is too fast or too slow and stays so. One reading is no finding: a healthy heart passes 120 or 50 for a minute
 * several times a day. A fast pulse also wants to be seen at rest, because a pulse alone cannot tell a gymnast from a patient.
 * Stateless.
 */
public final class HeartRateRule {
    static final Duration PAGE = Duration.ofMinutes(5);
    static final Duration ATTENTION = Duration.ofMinutes(10);
    static final Duration OVER = Duration.ofMinutes(10);

    /** Where nothing is known of movement: longer than people exercise without a break. */
    static final Duration PAGE_WITHOUT_MOTION = Duration.ofMinutes(60);

    /** Meanwhile it stands in the list. */
    static final Duration RED_ATTENTION_WITHOUT_MOTION = Duration.ofMinutes(15);

    static final Duration ATTENTION_WITHOUT_MOTION = Duration.ofMinutes(30);

    /** Beyond what is usual for this one, at rest. */
    static final Duration UNUSUAL = Duration.ofMinutes(30);

    private static final LocalTime EVENING = LocalTime.of(22, 30);
    private static final LocalTime MORNING = LocalTime.of(5, 30);

    private final ZoneId zone;

    /** @param zone of the city, which decides when it is night */
    public HeartRateRule(ZoneId zone) {
        this.zone = zone;
    }

    /** Whether it is worth asking for more than the pulses. */
    boolean mayFind(List<Pulse> pulses, Kind kind, Limits limits, Norm usual) {
        return lasts(Run.endingNow(pulses, beyondPage(kind, limits)), PAGE)
                || lasts(Run.endingNow(pulses, beyond(kind, limits)), ATTENTION)
                || (usual.isKnown() && lasts(Run.endingNow(pulses, unusual(kind, usual)), UNUSUAL));
    }

    /** What the history up to its last pulse amounts to. */
    Optional<Finding> judge(History history, Kind kind, Limits limits, Norm usual) {
        Run red = Run.endingNow(history.pulses(), beyondPage(kind, limits));
        int redLimit = kind == Kind.HEART_RATE_HIGH ? limits.pulsePageHigh() : limits.pulsePageLow();
        if (red != null && isLong(red, history, kind, PAGE, PAGE_WITHOUT_MOTION)) {
            return Optional.of(finding(Severity.EMERGENCY, red, history, kind, redLimit));
        }
        if (red != null && isLong(red, history, kind, PAGE, RED_ATTENTION_WITHOUT_MOTION)) {
            return Optional.of(finding(Severity.ATTENTION, red, history, kind, redLimit));
        }
        Run amber = Run.endingNow(history.pulses(), beyond(kind, limits));
        if (amber != null && isLong(amber, history, kind, ATTENTION, ATTENTION_WITHOUT_MOTION)) {
            int limit = kind == Kind.HEART_RATE_HIGH ? limits.pulseHigh() : limits.pulseLow();
            return Optional.of(finding(Severity.ATTENTION, amber, history, kind, limit));
        }
        return usual.isKnown() ? unusual(history, kind, usual) : Optional.empty();
    }

    /** Within the limits for everybody, and not for this one; never where it is not known that they sat or slept. */
    private Optional<Finding> unusual(History history, Kind kind, Norm usual) {
        Run run = Run.endingNow(history.pulses(), unusual(kind, usual));
        if (run == null || !run.lasts(UNUSUAL)) {
            return Optional.empty();
        }
        Motion motion = motionOf(run, history);
        boolean rests = motion == Motion.REST || (motion == Motion.UNKNOWN && isNight(run));
        String reading =
                "{\"bpm\":%d,\"limit\":%d,\"usual\":%d,\"minutes\":%d,\"readings\":%d,\"beyond\":%d,\"motion\":\"%s\"}"
                        .formatted(
                                run.meanBpm(),
                                kind == Kind.HEART_RATE_HIGH ? usual.high() : usual.low(),
                                usual.median(),
                                run.minutes(),
                                run.readings(),
                                run.beyond(),
                                motion.code());
        return rests ? Optional.of(new Finding(kind, Severity.ATTENTION, run.to(), reading)) : Optional.empty();
    }

    private boolean isLong(Run run, History history, Kind kind, Duration atRest, Duration unknown) {
        return run.lasts(periodOf(run, history, kind, atRest, unknown));
    }

    /** Whether the pulse is back where it belongs, and by a margin, for long enough to call the case over. */
    boolean isOver(List<Pulse> pulses, Kind kind, Norm usual) {
        int high = usual.high() - Limits.HYSTERESIS_BPM;
        int low = usual.low() + Limits.HYSTERESIS_BPM;
        return lasts(Run.endingNow(pulses, kind == Kind.HEART_RATE_HIGH ? bpm -> bpm < high : bpm -> bpm > low), OVER);
    }

    /** How long it must last: for ever, where movement explains it. */
    private Duration periodOf(Run run, History history, Kind kind, Duration atRest, Duration unknown) {
        if (kind == Kind.HEART_RATE_LOW || isBeyondExertion(run, history.age())) {
            return atRest;
        }
        return switch (motionOf(run, history)) {
            case REST -> atRest;
            case UNKNOWN -> isNight(run) ? atRest : unknown;
            case MOVING -> History.REACH.plus(History.REACH);
        };
    }

    /** Faster than the fastest that exertion makes a heart of that age beat (Tanaka and others, 2001: 208 - 0.7 x age). */
    private static boolean isBeyondExertion(Run run, @Nullable Integer age) {
        return age != null && run.meanBpm() > 208 - 0.7 * age;
    }

    private boolean isNight(Run run) {
        LocalTime time = LocalTime.ofInstant(run.from(), zone);
        return time.isAfter(EVENING) || time.isBefore(MORNING);
    }

    private static Motion motionOf(Run run, History history) {
        return Motion.during(history.steps(), history.positions(), run.from(), run.to());
    }

    private static Finding finding(Severity severity, Run run, History history, Kind kind, int limit) {
        String reading = "{\"bpm\":%d,\"limit\":%d,\"minutes\":%d,\"readings\":%d,\"beyond\":%d,\"motion\":\"%s\"}"
                .formatted(
                        run.meanBpm(),
                        limit,
                        run.minutes(),
                        run.readings(),
                        run.beyond(),
                        motionOf(run, history).code());
        return new Finding(kind, severity, run.to(), reading);
    }

    private static IntPredicate beyondPage(Kind kind, Limits limits) {
        return kind == Kind.HEART_RATE_HIGH
                ? bpm -> bpm >= limits.pulsePageHigh()
                : bpm -> bpm <= limits.pulsePageLow();
    }

    private static IntPredicate beyond(Kind kind, Limits limits) {
        return kind == Kind.HEART_RATE_HIGH ? bpm -> bpm >= limits.pulseHigh() : bpm -> bpm <= limits.pulseLow();
    }

    private static IntPredicate unusual(Kind kind, Norm usual) {
        return kind == Kind.HEART_RATE_HIGH ? bpm -> bpm >= usual.high() : bpm -> bpm <= usual.low();
    }

    private static boolean lasts(@Nullable Run run, Duration period) {
        return run != null && run.lasts(period);
    }
}
