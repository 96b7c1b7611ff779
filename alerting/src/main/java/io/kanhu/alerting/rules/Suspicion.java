package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Kind;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.Telemetry;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides in memory which readings of a batch are worth a question to the database. A normal reading costs two comparisons and no
 * object. Of several suspicious readings of a band the latest is asked about; it brings the others along. Thread-safe.
 */
final class Suspicion {
    /** What is older when it comes in raises nothing: whoever it was about is past helping by it. */
    static final Duration LATE = Duration.ofMinutes(15);

    /** Below this the band itself does not believe its optical reading. */
    static final int TRUSTED_QUALITY = 50;

    private static final Duration RED_PAUSE = Duration.ofSeconds(15);
    private static final Duration AMBER_PAUSE = Duration.ofMinutes(2);

    private final Limits limits;
    private final Throttle throttle = new Throttle();

    Suspicion(Limits limits) {
        this.limits = limits;
    }

    private record Matter(String band, Kind kind, boolean red) {}

    List<Suspect> in(List<Entry> batch) {
        Map<Matter, Suspect> found = null;
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i);
            if (entry.band() != null && entry.message() instanceof Telemetry telemetry) {
                List<Report> reports = telemetry.reports();
                for (int j = 0; j < reports.size(); j++) {
                    if (!isNormal(reports.get(j))) {
                        found = found == null ? new LinkedHashMap<>() : found;
                        suspect(entry, entry.band(), reports.get(j), found);
                    }
                }
            }
        }
        return found == null ? List.of() : let(found);
    }

    /** Gives back the suspects that could not be looked at. */
    void forget(List<Suspect> suspects) {
        suspects.forEach(throttle::forget);
    }

    static boolean trusts(@Nullable Integer quality) {
        return quality == null || quality >= TRUSTED_QUALITY;
    }

    private boolean isNormal(Report report) {
        Integer bpm = report.heartRateBpm();
        return bpm == null || (bpm > limits.pulseLow() && bpm < limits.pulseHigh());
    }

    private void suspect(Entry entry, Band band, Report report, Map<Matter, Suspect> found) {
        Instant receivedAt = entry.delivery().receivedAt();
        if (Duration.between(report.measuredAt(), receivedAt).compareTo(LATE) > 0
                || Boolean.FALSE.equals(report.worn())) {
            return;
        }
        Worn worn = band.wearerAt(report.measuredAt());
        Integer bpm = report.heartRateBpm();
        if (worn == null || bpm == null || !trusts(report.qualityPercent())) {
            return;
        }
        Kind kind = bpm >= limits.pulseHigh() ? Kind.HEART_RATE_HIGH : Kind.HEART_RATE_LOW;
        boolean red = bpm >= limits.pulsePageHigh() || bpm <= limits.pulsePageLow();
        found.merge(
                new Matter(band.id(), kind, red),
                new Suspect(kind, red, band.id(), worn, report, receivedAt),
                (one, other) -> other.at().isBefore(one.at()) ? one : other);
    }

    private List<Suspect> let(Map<Matter, Suspect> found) {
        List<Suspect> let = new ArrayList<>(found.size());
        for (Suspect suspect : found.values()) {
            if (throttle.lets(suspect, suspect.red() ? RED_PAUSE : AMBER_PAUSE)) {
                let.add(suspect);
            }
        }
        return let;
    }
}
