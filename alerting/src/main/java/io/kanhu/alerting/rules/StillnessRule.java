package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Somebody who wears the band and does not get up for hours of the day. Telecare's inactivity monitors do the same with sensors in the
 * home, by a stopwatch that any movement resets: 12 to 14 hours where it runs at night too, less within set hours of the day (Tunstall
 * Lifeline 4000 advanced user guide; Tunstall Caresse, windows of 1 to 3 hours). The day alone is judged here, and a wrist counts no
 * step of whoever sits and reads, so five hours are the default. A band that sends no steps says nothing about it. Stateless.
 */
final class StillnessRule {
    /** A fix that may be wrong by more does not tell that somebody went anywhere. */
    private static final double EXACT_METRES = 200;

    private static final double MOVED_METRES = 150;

    private StillnessRule() {}

    /**
     * What somebody's band says of the last hours.
     *
     * @param steps and positions of that time, in order
     */
    static Optional<Finding> judge(List<StepCount> steps, List<Position> positions, Instant now, int hours) {
        Instant since = now.minus(Duration.ofHours(hours));
        List<StepCount> counted = steps.stream()
                .filter(count -> count.at().isAfter(since) && !count.at().isAfter(now))
                .toList();
        boolean still = saysSoEachHour(counted, since, hours)
                && counted.stream().mapToInt(StepCount::steps).distinct().count() == 1
                && !wentSomewhere(positions, since);
        return still
                ? Optional.of(new Finding(Kind.IMMOBILE, Severity.ATTENTION, now, "{\"hours\":" + hours + "}"))
                : Optional.empty();
    }

    /** An hour of which nothing is known may have been a walk. */
    private static boolean saysSoEachHour(List<StepCount> counted, Instant since, int hours) {
        return counted.stream()
                        .mapToLong(count -> Duration.between(since, count.at()).toHours())
                        .distinct()
                        .filter(hour -> hour < hours)
                        .count()
                == hours;
    }

    /** Whoever is driven somewhere takes no steps either. One wrong fix in ten is not a way. */
    private static boolean wentSomewhere(List<Position> positions, Instant since) {
        List<Position> exact = positions.stream()
                .filter(fix -> fix.at().isAfter(since) && fix.accuracyMetres() <= EXACT_METRES)
                .toList();
        if (exact.isEmpty()) {
            return false;
        }
        Position one = new Position(now(exact), low(exact, Position::latitude), low(exact, Position::longitude), 0);
        Position other = new Position(now(exact), high(exact, Position::latitude), high(exact, Position::longitude), 0);
        return one.distanceTo(other) > MOVED_METRES;
    }

    private static Instant now(List<Position> fixes) {
        return fixes.getLast().at();
    }

    private static double low(List<Position> fixes, ToDoubleFunction<Position> what) {
        return fixes.stream().mapToDouble(what).sorted().toArray()[fixes.size() / 10];
    }

    private static double high(List<Position> fixes, ToDoubleFunction<Position> what) {
        return fixes.stream().mapToDouble(what).sorted().toArray()[fixes.size() - 1 - fixes.size() / 10];
    }
}
