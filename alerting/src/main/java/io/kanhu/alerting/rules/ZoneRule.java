package io.kanhu.alerting.rules;

import io.kanhu.alerting.care.Zone;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Somebody who has left where they are expected to be. Fixed zones are known to alarm on ordinary walks and on bad fixes (Litzenberger
 * and others, "GNSS based adaptive monitoring for the assistance of persons with orientation difficulties", 2021), so it takes two fixes
 * in a row that lie outside by more than they may be wrong, and the way back ends the case only some way inside. Stateless.
 */
final class ZoneRule {
    /** How far back fixes are looked at: some bands find out where they are once an hour. */
    static final Duration REACH = Duration.ofHours(3);

    /** What was found out in the same breath is the same error twice. */
    static final Duration APART = Duration.ofSeconds(30);

    /** Whoever is outside when a case ends, and stays there, is known to be for so long. */
    static final Duration KNOWN_OUTSIDE = Duration.ofHours(12);

    /** Nothing on the ground is faster (350 km/h trains run at 97): a fix that needs more is wrong. */
    private static final double FASTEST_METRES_A_SECOND = 100;

    /** So far inside the edge somebody is back; a fix wanders by as much at a window. */
    private static final double MARGIN_METRES = 20;

    /** A worse fix than this says no more about a small zone than that somebody is in the quarter. */
    private static final double EXACT_METRES = 200;

    private ZoneRule() {}

    /**
     * What the fixes up to the last one amount to.
     *
     * @param fixes in order of time
     * @param zones of the wearer; nobody leaves none
     * @param accuracyMetres a fix that may be wrong by more is no evidence
     */
    static Optional<Finding> judge(List<Position> fixes, List<Zone> zones, int accuracyMetres) {
        if (zones.isEmpty() || fixes.isEmpty() || !isOutside(fixes.getLast(), zones)) {
            return Optional.empty();
        }
        List<Position> believed = believed(fixes, accuracyMetres);
        boolean isNow = !believed.isEmpty() && fixes.getLast().equals(believed.getLast());
        if (!isNow) {
            return Optional.empty();
        }
        List<Position> outside = lastThat(believed, fix -> isOutside(fix, zones), fix -> isInside(fix, zones));
        Position first = outside.getFirst();
        Position last = outside.getLast();
        Duration span = Duration.between(first.at(), last.at());
        return span.compareTo(APART) < 0 ? Optional.empty() : Optional.of(finding(last, outside.size(), span, zones));
    }

    /** Whether the last two fixes say that somebody is back, or may go anywhere by now. */
    static boolean isOver(List<Position> fixes, List<Zone> zones, int accuracyMetres) {
        if (zones.isEmpty()) {
            return true;
        }
        List<Position> believed = believed(fixes, accuracyMetres);
        int size = believed.size();
        return size >= 2 && believed.subList(size - 2, size).stream().allMatch(fix -> isBack(fix, zones));
    }

    /** Whether somebody has been at home since that moment, and so can have left again. */
    static boolean wasInside(List<Position> fixes, List<Zone> zones, Instant since) {
        return fixes.stream().anyMatch(fix -> fix.at().isAfter(since) && isInside(fix, zones));
    }

    /** Whether a fix lies outside all of them by more than it may be wrong. No object is made. */
    static boolean isOutside(double latitude, double longitude, double accuracyMetres, List<Zone> zones) {
        for (int i = 0; i < zones.size(); i++) {
            if (zones.get(i).beyondMetres(latitude, longitude) <= accuracyMetres) {
                return false;
            }
        }
        return true;
    }

    /** Without those that are too vague, and those that nobody could have reached from the one before. */
    private static List<Position> believed(List<Position> fixes, int accuracyMetres) {
        List<Position> believed = new ArrayList<>();
        for (Position fix : fixes) {
            if (fix.accuracyMetres() <= accuracyMetres
                    && (believed.isEmpty() || isReachable(believed.getLast(), fix))) {
                believed.add(fix);
            }
        }
        return believed;
    }

    private static boolean isReachable(Position from, Position to) {
        double metres = from.distanceTo(to) - from.accuracyMetres() - to.accuracyMetres();
        double seconds = Math.max(1, Duration.between(from.at(), to.at()).toMillis() / 1000.0);
        return metres <= FASTEST_METRES_A_SECOND * seconds;
    }

    /** From the last one back to where another is. What is neither cannot tell, and is passed over. */
    private static List<Position> lastThat(
            List<Position> fixes, Predicate<Position> wanted, Predicate<Position> another) {
        List<Position> found = new ArrayList<>();
        for (Position fix : fixes.reversed()) {
            if (another.test(fix)) {
                break;
            }
            if (wanted.test(fix)) {
                found.addFirst(fix);
            }
        }
        return found;
    }

    private static boolean isOutside(Position fix, List<Zone> zones) {
        return isOutside(fix.latitude(), fix.longitude(), fix.accuracyMetres(), zones);
    }

    private static boolean isInside(Position fix, List<Zone> zones) {
        return beyond(fix, zones) <= 0;
    }

    private static boolean isBack(Position fix, List<Zone> zones) {
        return zones.stream()
                .anyMatch(zone -> zone.beyondMetres(fix.latitude(), fix.longitude()) <= -MARGIN_METRES
                        && fix.accuracyMetres() <= Math.max(zone.radiusMetres(), EXACT_METRES));
    }

    private static double beyond(Position fix, List<Zone> zones) {
        return zones.stream()
                .mapToDouble(zone -> zone.beyondMetres(fix.latitude(), fix.longitude()))
                .min()
                .orElse(0);
    }

    private static Finding finding(Position last, int fixes, Duration span, List<Zone> zones) {
        String reading = "{\"metres\":%d,\"accuracy\":%d,\"fixes\":%d,\"seconds\":%d}"
                .formatted(Math.round(beyond(last, zones)), Math.round(last.accuracyMetres()), fixes, span.toSeconds());
        Severity severity = zones.stream().anyMatch(Zone::pages) ? Severity.EMERGENCY : Severity.ATTENTION;
        return new Finding(Kind.LEFT_SAFE_ZONE, severity, last.at(), reading);
    }
}
