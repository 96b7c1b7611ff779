package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Kind;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.StatusReport;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The suspicious readings of a batch, by the wearers' own limits. Of several in one matter the latest stands for all. */
final class Suspects {
    /** Whoever fell may still be lying there. */
    private static final Duration LATE_FALL = Duration.ofDays(1);

    private final LimitsBook book;
    private final Map<Matter, Suspect> found = new LinkedHashMap<>();

    Suspects(LimitsBook book) {
        this.book = book;
    }

    private record Matter(String band, Kind kind, boolean red) {}

    List<Suspect> all() {
        return List.copyOf(found.values());
    }

    void add(Entry entry, Band band, Report report) {
        Instant at = report.measuredAt();
        Worn worn = band.wearerAt(at);
        if (worn == null) {
            return;
        }
        if (report.fell() && !isOlderThan(LATE_FALL, entry, at)) {
            put(entry, band, worn, at, Kind.FALL, true, "{}");
        }
        if (isOlderThan(Suspicion.LATE, entry, at)) {
            return;
        }
        Limits limits = book.of(worn.wearerId(), worn.gridId());
        boolean takenOff = Boolean.FALSE.equals(report.worn());
        if (!takenOff && Suspicion.trusts(report.qualityPercent())) {
            pulse(entry, band, worn, report, limits);
            pressure(entry, band, worn, report, limits);
        }
        device(entry, band, worn, at, report.batteryPercent(), report.worn(), limits);
    }

    void add(Entry entry, Band band, StatusReport status) {
        Instant at = status.reportedAt();
        Worn worn = band.wearerAt(at);
        if (worn != null && !isOlderThan(Suspicion.LATE, entry, at)) {
            Integer battery = Boolean.TRUE.equals(status.charging()) ? null : status.batteryPercent();
            device(entry, band, worn, at, battery, status.worn(), book.of(worn.wearerId(), worn.gridId()));
        }
    }

    private void pulse(Entry entry, Band band, Worn worn, Report report, Limits limits) {
        Integer bpm = report.heartRateBpm();
        if (bpm == null || (bpm > limits.pulseLow() && bpm < limits.pulseHigh())) {
            return;
        }
        Kind kind = bpm >= limits.pulseHigh() ? Kind.HEART_RATE_HIGH : Kind.HEART_RATE_LOW;
        boolean red = bpm >= limits.pulsePageHigh() || bpm <= limits.pulsePageLow();
        put(entry, band, worn, report.measuredAt(), kind, red, "{\"bpm\":" + bpm + "}");
    }

    private void pressure(Entry entry, Band band, Worn worn, Report report, Limits limits) {
        BloodPressure pressure = report.bloodPressure();
        if (pressure != null && limits.isCrisis(pressure.systolicMmHg(), pressure.diastolicMmHg())) {
            put(entry, band, worn, report.measuredAt(), Kind.BLOOD_PRESSURE_CRISIS, true, "{}");
        }
    }

    private void device(
            Entry entry,
            Band band,
            Worn worn,
            Instant at,
            @Nullable Integer battery,
            @Nullable Boolean onWrist,
            Limits limits) {
        if (battery != null && battery <= limits.batteryLow()) {
            put(entry, band, worn, at, Kind.BATTERY_LOW, false, "{\"battery\":" + battery + "}");
        }
        if (Boolean.FALSE.equals(onWrist)) {
            put(entry, band, worn, at, Kind.BAND_REMOVED, false, "{}");
        }
    }

    private void put(Entry entry, Band band, Worn worn, Instant at, Kind kind, boolean red, String reading) {
        found.merge(
                new Matter(band.id(), kind, red),
                new Suspect(kind, red, band.id(), worn, at, entry.delivery().receivedAt(), reading),
                (one, other) -> other.at().isBefore(one.at()) ? one : other);
    }

    private static boolean isOlderThan(Duration age, Entry entry, Instant at) {
        return Duration.between(at, entry.delivery().receivedAt()).compareTo(age) > 0;
    }
}
