package io.kanhu.simulator.load;

import java.util.List;
import java.util.Locale;

/**
 * What a report costs on disk, and a year of a city's.
 *
 * @param logBytes of the write-ahead log for so many messages
 */
record DiskReport(DiskUse vitalSigns, DiskUse fixes, DiskUse statuses, long logBytes, long messages) {
    private static final double BANDS = 1_000_000;
    private static final double SECONDS_A_YEAR = 365 * 86_400.0;
    private static final double SECONDS_BETWEEN = 50;
    private static final double TERABYTE = 1e12;
    /** Of the messages of {@link Mix#CITY}. */
    private static final double WITH_VITAL_SIGNS = 0.8;

    private static final double WITH_PLACE = 0.2;

    List<String> lines() {
        double year = BANDS * SECONDS_A_YEAR / SECONDS_BETWEEN;
        return List.of(
                vitalSigns.line(),
                fixes.line(),
                statuses.line(),
                String.format(
                        Locale.ROOT,
                        "a report: %.1f bytes stored (0.8 vital signs, 0.2 place and battery), %.0f bytes of"
                                + " write-ahead log%n"
                                + "a year of a million bands, a report each 50 s: %,.0f million reports, %.1f TB plain",
                        bytesAReport(),
                        (double) logBytes / messages,
                        year / 1e6,
                        year * bytesAReport() / TERABYTE));
    }

    double bytesAReport() {
        return WITH_VITAL_SIGNS * vitalSigns.bytesEach() + WITH_PLACE * (fixes.bytesEach() + statuses.bytesEach());
    }
}
