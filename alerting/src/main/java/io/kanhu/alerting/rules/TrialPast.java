package io.kanhu.alerting.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A recorded person's hours, and what was usual for them each night: what the database does for those who wear bands. */
final class TrialPast {
    private static final int DAYS = 14;

    private final ZoneId zone;
    private final TreeMap<Instant, Hour> hours = new TreeMap<>();
    private LocalDate today = LocalDate.MIN;
    private @Nullable Baseline usual;

    TrialPast(ZoneId zone) {
        this.zone = zone;
    }

    private record Hour(int readings, long sum) {
        Hour and(Hour other) {
            return new Hour(readings + other.readings, sum + other.sum);
        }
    }

    void take(Instant at, int bpm) {
        hours.merge(at.truncatedTo(ChronoUnit.HOURS), new Hour(1, bpm), Hour::and);
    }

    Norm usualAt(Instant at, Limits limits) {
        ZonedDateTime local = at.atZone(zone);
        if (!local.toLocalDate().equals(today)) {
            today = local.toLocalDate();
            usual = computed(today.atStartOfDay(zone).toInstant());
        }
        return usual == null ? Norm.unknown(limits) : usual.at(local.getHour(), limits);
    }

    private Baseline computed(Instant midnight) {
        List<List<Double>> means = Stream.generate(() -> (List<Double>) new ArrayList<Double>())
                .limit(Baseline.HOURS)
                .toList();
        hours.headMap(midnight.minus(DAYS, ChronoUnit.DAYS), false).clear();
        hours.headMap(midnight, false).forEach((hour, seen) -> {
            if (seen.readings() >= Baseline.ENOUGH_READINGS) {
                means.get(hour.atZone(zone).getHour()).add((double) seen.sum() / seen.readings());
            }
        });
        return Baseline.of(means, midnight);
    }
}
