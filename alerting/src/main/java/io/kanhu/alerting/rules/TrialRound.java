package io.kanhu.alerting.rules;

import io.kanhu.alerting.care.Zone;
import io.kanhu.alerting.episode.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a recorded person goes and how long they sit: what looks further back than the pulse does. Used by one thread. */
final class TrialRound {
    /** As often as the clock looks, more or less. */
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final Limits limits;
    private final ZoneId zone;
    private final List<Zone> zones;
    private final List<StepCount> steps = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    private Instant next = Instant.MIN;
    private Instant nextForgetting = Instant.MIN;

    TrialRound(Limits limits, ZoneId zone, List<Zone> zones) {
        this.limits = limits;
        this.zone = zone;
        this.zones = List.copyOf(zones);
    }

    void take(StepCount count) {
        steps.add(count);
        forget(count.at());
    }

    void take(Position fix) {
        positions.add(fix);
        forget(fix.at());
    }

    /** After a fix. */
    Optional<Finding> left() {
        return ZoneRule.judge(positions, zones, limits.fixAccuracyMetres());
    }

    boolean isBack() {
        return ZoneRule.isOver(positions, zones, limits.fixAccuracyMetres());
    }

    /** After a pulse, which says that the band is worn. */
    Optional<Finding> still(Instant now) {
        if (now.isBefore(next) || !limits.isByDay(LocalTime.ofInstant(now, zone), limits.immobileHours())) {
            return Optional.empty();
        }
        next = now.plus(PERIOD);
        return StillnessRule.judge(steps, positions, now, limits.immobileHours());
    }

    boolean hasStepped() {
        int size = steps.size();
        return size > 1 && steps.get(size - 1).steps() > steps.get(size - 2).steps();
    }

    /** Now and then: there are thousands of each. */
    private void forget(Instant now) {
        if (now.isBefore(nextForgetting)) {
            return;
        }
        nextForgetting = now.plus(PERIOD);
        Duration sitting = Duration.ofHours(limits.immobileHours());
        Trial.forget(steps, StepCount::at, now.minus(sitting));
        Trial.forget(positions, Position::at, now.minus(max(ZoneRule.REACH, sitting)));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
