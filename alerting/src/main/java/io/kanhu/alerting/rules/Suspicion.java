package io.kanhu.alerting.rules;

import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.StatusReport;
import io.kanhu.protocol.Telemetry;
import io.kanhu.registry.Band;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides in memory which readings of a batch are worth a question to the database. A normal reading costs a few comparisons with
 * limits that hold for everybody and no object; only what is beyond them is compared with the wearer's own. Thread-safe.
 */
final class Suspicion {
    /** What is older when it comes in raises nothing: whoever it was about is past helping by it. */
    static final Duration LATE = Duration.ofMinutes(15);

    /** Below this the band itself does not believe its optical reading. */
    static final int TRUSTED_QUALITY = 50;

    private final Books books;
    private final Throttle throttle = new Throttle();

    Suspicion(Books books) {
        this.books = books;
    }

    List<Suspect> in(List<Entry> batch) {
        Limits widest = books.baselines().within(books.limits().widest());
        boolean anywhere = books.zones().isEmpty();
        Suspects found = null;
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i);
            Band band = entry.band();
            if (band == null) {
                continue;
            }
            if (entry.message() instanceof Telemetry telemetry) {
                List<Report> reports = telemetry.reports();
                for (int j = 0; j < reports.size(); j++) {
                    if (!isNormal(reports.get(j), widest, anywhere)) {
                        found = found == null ? new Suspects(books) : found;
                        found.add(entry, band, reports.get(j));
                    }
                }
            } else if (entry.message() instanceof StatusReport status && !isNormal(status, widest)) {
                found = found == null ? new Suspects(books) : found;
                found.add(entry, band, status);
            }
        }
        return found == null ? List.of() : let(found.all());
    }

    /** Gives back what could not be looked at. */
    void forget(Suspect suspect) {
        throttle.forget(suspect);
    }

    static boolean trusts(@Nullable Integer quality) {
        return quality == null || quality >= TRUSTED_QUALITY;
    }

    private static boolean isNormal(Report report, Limits limits, boolean anywhere) {
        Integer bpm = report.heartRateBpm();
        BloodPressure pressure = report.bloodPressure();
        Integer battery = report.batteryPercent();
        Boolean worn = report.worn();
        return (bpm == null || (bpm > limits.pulseLow() && bpm < limits.pulseHigh()))
                && (pressure == null || !limits.isCrisis(pressure.systolicMmHg(), pressure.diastolicMmHg()))
                && (battery == null || battery > limits.batteryLow())
                && (worn == null || worn)
                && (anywhere || report.fix() == null)
                && !report.fell();
    }

    private static boolean isNormal(StatusReport status, Limits limits) {
        Integer battery = status.batteryPercent();
        Boolean worn = status.worn();
        return (battery == null || battery > limits.batteryLow()) && (worn == null || worn);
    }

    private List<Suspect> let(List<Suspect> found) {
        List<Suspect> let = new ArrayList<>(found.size());
        for (Suspect suspect : found) {
            if (throttle.lets(suspect)) {
                let.add(suspect);
            }
        }
        return let;
    }
}
