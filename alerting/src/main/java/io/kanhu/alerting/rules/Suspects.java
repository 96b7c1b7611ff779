package io.kanhu.alerting.rules;

import io.kanhu.alerting.care.Zone;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Fix;
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

    private final Books books;
    private final Map<Matter, Suspect> found = new LinkedHashMap<>();

    Suspects(Books books) {
        this.books = books;
    }

    private record Matter(String band, Kind kind, Level level) {}

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
            put(entry, band, worn, at, Kind.FALL, Level.ALWAYS, "{}");
        }
        if (isOlderThan(Suspicion.LATE, entry, at)) {
            return;
        }
        Limits limits = books.limits().of(worn.wearerId(), worn.gridId());
        boolean takenOff = Boolean.FALSE.equals(report.worn());
        if (!takenOff && Suspicion.trusts(report.qualityPercent())) {
            pulse(entry, band, worn, report, limits);
            pressure(entry, band, worn, report, limits);
        }
        if (!takenOff && report.fix() != null) {
            place(entry, band, worn, at, report.fix(), limits);
        }
        device(entry, band, worn, at, report.batteryPercent(), report.worn(), limits);
    }

    void add(Entry entry, Band band, StatusReport status) {
        Instant at = status.reportedAt();
        Worn worn = band.wearerAt(at);
        if (worn != null && !isOlderThan(Suspicion.LATE, entry, at)) {
            Integer battery = Boolean.TRUE.equals(status.charging()) ? null : status.batteryPercent();
            device(entry, band, worn, at, battery, status.worn(), books.limits().of(worn.wearerId(), worn.gridId()));
        }
    }

    private void pulse(Entry entry, Band band, Worn worn, Report report, Limits limits) {
        Integer bpm = report.heartRateBpm();
        if (bpm == null) {
            return;
        }
        Norm usual = books.baselines().of(worn.wearerId(), report.measuredAt(), limits);
        if (usual.isUsual(bpm)) {
            return;
        }
        Kind kind = bpm >= usual.high() ? Kind.HEART_RATE_HIGH : Kind.HEART_RATE_LOW;
        put(entry, band, worn, report.measuredAt(), kind, levelOf(bpm, limits), "{\"bpm\":" + bpm + "}");
    }

    private static Level levelOf(int bpm, Limits limits) {
        if (bpm >= limits.pulsePageHigh() || bpm <= limits.pulsePageLow()) {
            return Level.RED;
        }
        return bpm >= limits.pulseHigh() || bpm <= limits.pulseLow() ? Level.AMBER : Level.UNUSUAL;
    }

    private void pressure(Entry entry, Band band, Worn worn, Report report, Limits limits) {
        BloodPressure pressure = report.bloodPressure();
        if (pressure != null && limits.isCrisis(pressure.systolicMmHg(), pressure.diastolicMmHg())) {
            put(entry, band, worn, report.measuredAt(), Kind.BLOOD_PRESSURE_CRISIS, Level.RED, "{}");
        }
    }

    private void place(Entry entry, Band band, Worn worn, Instant at, Fix fix, Limits limits) {
        List<Zone> own = books.zones().of(worn.wearerId());
        Double said = fix.accuracyMetres();
        double accuracy = said == null ? Records.ACCURACY_METRES : said;
        if (!own.isEmpty()
                && accuracy <= limits.fixAccuracyMetres()
                && ZoneRule.isOutside(fix.latitude(), fix.longitude(), accuracy, own)) {
            put(entry, band, worn, at, Kind.LEFT_SAFE_ZONE, Level.RED, "{}");
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
            put(entry, band, worn, at, Kind.BATTERY_LOW, Level.DEVICE, "{\"battery\":" + battery + "}");
        }
        if (Boolean.FALSE.equals(onWrist)) {
            put(entry, band, worn, at, Kind.BAND_REMOVED, Level.DEVICE, "{}");
        }
    }

    private void put(Entry entry, Band band, Worn worn, Instant at, Kind kind, Level level, String reading) {
        found.merge(
                new Matter(band.id(), kind, level),
                new Suspect(kind, level, band.id(), worn, at, entry.delivery().receivedAt(), reading),
                (one, other) -> other.at().isBefore(one.at()) ? one : other);
    }

    private static boolean isOlderThan(Duration age, Entry entry, Instant at) {
        return Duration.between(at, entry.delivery().receivedAt()).compareTo(age) > 0;
    }
}
