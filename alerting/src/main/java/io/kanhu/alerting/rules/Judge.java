package io.kanhu.alerting.rules;

import io.kanhu.alerting.care.Zone;
import io.kanhu.alerting.channel.BandRequests;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What suspects amount to, with what is stored about them; and what is done about it, in the caller's transaction. Blocks. */
final class Judge {
    private final Books books;
    private final HeartRateRule heartRate;
    private final Episodes episodes;
    private final Clock clock;
    private final ZoneId zone;

    Judge(Books books, ZoneId zone, Episodes episodes, Clock clock) {
        this.books = books;
        this.heartRate = new HeartRateRule(zone);
        this.episodes = episodes;
        this.clock = clock;
        this.zone = zone;
    }

    /** Whether anything was written that somebody waits for. */
    boolean acts(Handle handle, List<Suspect> suspects) {
        List<Suspect> ofPulse = suspects.stream().filter(Judge::isOfPulse).toList();
        List<History> histories = ofPulse.isEmpty() ? List.of() : Records.of(handle, ofPulse);
        boolean acted = false;
        int next = 0;
        for (Suspect suspect : suspects) {
            acted |= isOfPulse(suspect)
                    ? raised(handle, suspect, pulse(handle, suspect, histories.get(next++)))
                    : acts(handle, suspect);
        }
        return acted;
    }

    private boolean acts(Handle handle, Suspect suspect) {
        return switch (suspect.kind()) {
            case FALL -> raised(handle, suspect, Optional.of(plain(suspect, Severity.EMERGENCY)));
            case BATTERY_LOW -> raised(handle, suspect, Optional.of(plain(suspect, Severity.DEVICE)));
            case BAND_REMOVED -> raised(handle, suspect, takenOff(handle, suspect));
            case LEFT_SAFE_ZONE -> raised(handle, suspect, left(handle, suspect));
            case BLOOD_PRESSURE_CRISIS -> pressure(handle, suspect);
            default -> throw new IllegalStateException("nobody suspects a " + suspect.kind());
        };
    }

    private Optional<Finding> left(Handle handle, Suspect suspect) {
        List<Position> fixes = Records.fixes(handle, suspect);
        List<Zone> own = books.zones().of(suspect.worn().wearerId());
        return ZoneRule.judge(fixes, own, limitsOf(suspect).fixAccuracyMetres())
                .filter(left -> !Records.isTakenOff(handle, suspect))
                .filter(left -> Records.seenToSince(handle, suspect, ZoneRule.KNOWN_OUTSIDE)
                        .map(seen -> ZoneRule.wasInside(fixes, own, seen))
                        .orElse(true));
    }

    private Optional<Finding> pulse(Handle handle, Suspect suspect, History history) {
        Limits limits = limitsOf(suspect);
        Norm usual = books.baselines().of(suspect.worn().wearerId(), suspect.at(), limits);
        return !heartRate.mayFind(history.pulses(), suspect.kind(), limits, usual)
                        || Records.isTakenOff(handle, suspect)
                ? Optional.empty()
                : heartRate.judge(Records.completed(handle, suspect, history), suspect.kind(), limits, usual);
    }

    /** A pressure that nothing confirms yet is asked for again, and nobody is sent for it. */
    private boolean pressure(Handle handle, Suspect suspect) {
        List<Pressure> pressures = Records.pressures(handle, suspect);
        if (pressures.isEmpty() || Records.isTakenOff(handle, suspect)) {
            return false;
        }
        Optional<Finding> confirmed = PressureRule.judge(pressures, limitsOf(suspect));
        return confirmed.isPresent()
                ? raised(handle, suspect, confirmed)
                : BandRequests.measure(handle, suspect.band(), List.of("bp"), clock.instant());
    }

    private Optional<Finding> takenOff(Handle handle, Suspect suspect) {
        // At night a band may lie on the table.
        if (!limitsOf(suspect).isByDay(LocalTime.ofInstant(suspect.at(), zone), 0)) {
            return Optional.empty();
        }
        Instant since = Records.takenOffSince(handle, suspect);
        Duration off = since == null ? Duration.ZERO : Duration.between(since, suspect.at());
        return off.compareTo(Duration.ofMinutes(limitsOf(suspect).notWornMinutes())) < 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        Kind.BAND_REMOVED, Severity.ATTENTION, suspect.at(), "{\"minutes\":" + off.toMinutes() + "}"));
    }

    private boolean raised(Handle handle, Suspect suspect, Optional<Finding> finding) {
        return finding.isPresent() && episodes.raise(handle, suspect.subject(), finding.get(), suspect.receivedAt());
    }

    private Limits limitsOf(Suspect suspect) {
        return books.limits().of(suspect.worn().wearerId(), suspect.worn().gridId());
    }

    private static Finding plain(Suspect suspect, Severity severity) {
        return new Finding(suspect.kind(), severity, suspect.at(), suspect.reading());
    }

    private static boolean isOfPulse(Suspect suspect) {
        return suspect.kind() == Kind.HEART_RATE_HIGH || suspect.kind() == Kind.HEART_RATE_LOW;
    }
}
