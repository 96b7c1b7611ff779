package io.kanhu.alerting.day;

import io.kanhu.alerting.kpi.Answering;
import io.kanhu.alerting.kpi.Answering.Part;
import io.kanhu.alerting.kpi.Answering.Within;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures that follow from the model's cases. */
final class Expected {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalTime NIGHT_BEGINS = LocalTime.of(22, 0);
    private static final LocalTime NIGHT_ENDS = LocalTime.of(6, 0);
    private static final double LATE_SECONDS = 180;
    private static final double SLOW_SECONDS = 3_600;
    private static final Set<String> FALSE_ALARMS = Set.of("mistake", "called_off", "device_fault");

    private final List<Case> cases;

    Expected(Model model) {
        this.cases = model.cases();
    }

    /** By day, by night and all, as the figures have them. */
    List<Answering> answering() {
        List<Answering> parts = new ArrayList<>();
        for (Part part : Part.values()) {
            List<Case> of = cases.stream()
                    .filter(one -> part == Part.ALL || isNight(one) == (part == Part.NIGHT))
                    .toList();
            if (!of.isEmpty()) {
                parts.add(answering(part, of));
            }
        }
        return parts;
    }

    /** What each case that waited for too long is called. */
    Map<String, String> misses() {
        Map<String, String> misses = new TreeMap<>();
        for (Case one : cases) {
            Double answered = seconds(one, one.firstAnswer);
            Double arrived = seconds(one, one.arrived);
            if (isAnswerable(one)
                    && (answered == null || answered > LATE_SECONDS || (arrived != null && arrived > SLOW_SECONDS))) {
                misses.put(
                        one.name,
                        !one.anybodyCalled()
                                ? "nobody_told"
                                : answered == null
                                        ? "not_answered"
                                        : answered > LATE_SECONDS ? "answered_late" : "arrived_late");
            }
        }
        return misses;
    }

    private static Answering answering(Part part, List<Case> of) {
        return new Answering(
                part,
                of.size(),
                of.stream().filter(one -> "test".equals(one.outcome)).count(),
                of.stream()
                        .filter(one -> one.outcome == null ? isCancelled(one) : FALSE_ALARMS.contains(one.outcome))
                        .count(),
                of.stream().filter(Expected::isAnswerable).count(),
                Stream.of(20, 60, 180)
                        .map(target -> new Within(target, within(of, one -> seconds(one, one.firstAnswer), target)))
                        .toList(),
                of.stream().filter(one -> one.arrived != null).count(),
                Stream.of(15, 30, 45, 60)
                        .map(target -> new Within(target, within(of, one -> seconds(one, one.arrived), target * 60.0)))
                        .toList(),
                median(of));
    }

    private static long within(List<Case> of, Function<Case, @Nullable Double> time, double most) {
        return of.stream()
                .filter(one -> {
                    Double seconds = time.apply(one);
                    return seconds != null && seconds <= most;
                })
                .count();
    }

    private static @Nullable Double median(List<Case> of) {
        double[] all = of.stream()
                .flatMap(one -> Stream.ofNullable(seconds(one, one.firstAnswer)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (all.length == 0) {
            return null;
        }
        double at = 0.5 * (all.length - 1);
        int below = (int) at;
        double above = below + 1 < all.length ? all[below + 1] : all[below];
        return all[below] + (at - below) * (above - all[below]);
    }

    private static boolean isCancelled(Case one) {
        return one.state().equals("cancelled");
    }

    private static boolean isAnswerable(Case one) {
        return one.firstAnswer != null || !isCancelled(one);
    }

    private static boolean isNight(Case one) {
        LocalTime at = one.first.heard().atZone(ZONE).toLocalTime();
        return !at.isBefore(NIGHT_BEGINS) || at.isBefore(NIGHT_ENDS);
    }

    private static @Nullable Double seconds(Case one, @Nullable Instant at) {
        return at == null ? null : Duration.between(one.first.heard(), at).toMillis() / 1e3;
    }
}
