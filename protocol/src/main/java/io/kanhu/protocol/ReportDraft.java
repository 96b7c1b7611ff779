package io.kanhu.protocol;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One report while its fields arrive, in any order. */
final class ReportDraft {
    private long sentMillis = FieldReader.ABSENT;
    private long timeUnitMillis = 1;
    private @Nullable Integer heartRateBpm;
    private @Nullable BloodPressure bloodPressure;
    private @Nullable Integer spo2Percent;
    private @Nullable Double temperatureCelsius;
    private @Nullable Integer steps;
    private @Nullable Fix fix;
    private @Nullable Integer batteryPercent;
    private @Nullable Boolean worn;
    private @Nullable Integer qualityPercent;
    private boolean fell;
    private @Nullable FixDraft flatFix;
    private @Nullable BloodPressureDraft flatPressure;
    private String flatParent = "";

    /** Reads the time stamp: the current value, in units of {@code unitMillis} milliseconds. */
    void readTime(FieldReader in, long unitMillis) throws IOException {
        long value = in.wholeNumber();
        timeUnitMillis = unitMillis;
        sentMillis = value <= FieldReader.UNREADABLE || unitMillis == 1 ? value : saturatedProduct(value, unitMillis);
    }

    private static long saturatedProduct(long value, long factor) {
        long product = (long) ((double) value * factor);
        return Math.max(product, FieldReader.UNREADABLE + 1);
    }

    /** Takes one field of the native contract and says whether it is one. If not, the reader has not moved. */
    boolean readField(FieldReader in, String name) throws IOException {
        switch (name) {
            case "hr" -> heartRateBpm = in.heartRate();
            case "bp" -> bloodPressure = BloodPressureDraft.read(in);
            case "spo2" -> spo2Percent = in.measurement(Plausible::spo2, "50 to 100 percent");
            case "temp" -> temperatureCelsius = temperature(in);
            case "steps" -> steps = in.whole(value -> value >= 0, "a number of steps since midnight");
            case "loc" -> fix = FixDraft.read(in);
            case "batt" -> batteryPercent = in.percent();
            case "worn" -> worn = in.truth();
            case "quality" -> qualityPercent = in.percent();
            case "fall" -> fell = Boolean.TRUE.equals(in.truth());
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes one field of a position or a pressure that has no object of its own, as in ThingsBoard's flat values and in
     * OwnTracks; says whether it is one. If not, the reader has not moved.
     *
     * @param parent where the field stands within the report, ending with a dot; empty if in the report itself
     */
    boolean readFlatField(FieldReader in, String parent, String name) throws IOException {
        switch (name) {
            case "lat", "lon", "acc", "datum" -> flatFix().readField(in, name);
            case "latitude" -> flatFix().readField(in, "lat");
            case "longitude" -> flatFix().readField(in, "lon");
            case "sys", "dia" -> flatPressure().readField(in, name);
            default -> {
                return false;
            }
        }
        flatParent = parent;
        return true;
    }

    /**
     * The report, or {@code null} if it cannot be stored, which has been noted. The reader stands on the report's end.
     *
     * @param timeField what the time stamp is called
     * @param undated the date of a report that carries none, or {@code null} if it must carry one
     */
    @Nullable
    Report finish(FieldReader in, String timeField, Instant receivedAt, @Nullable Instant undated) {
        Fix flat = flatFix == null ? null : flatFix.finish(in, flatParent + "lat");
        fix = flat == null ? fix : flat;
        BloodPressure flatReading = flatPressure == null ? null : flatPressure.finish(in, flatParent + "sys");
        bloodPressure = flatReading == null ? bloodPressure : flatReading;
        Instant measuredAt = date(in, timeField, receivedAt, undated);
        if (measuredAt == null) {
            return null;
        }
        Report report = new Report(
                measuredAt.truncatedTo(ChronoUnit.MILLIS),
                heartRateBpm,
                bloodPressure,
                spo2Percent,
                temperatureCelsius,
                steps,
                fix,
                batteryPercent,
                worn,
                qualityPercent,
                fell);
        if (!fell && !report.hasVitalSigns() && !report.hasStatus() && fix == null) {
            in.refuse(
                    Reason.NOTHING_MEASURED,
                    "",
                    "Nothing is left to store: every field is absent, null, zero, refused or unknown.");
            return null;
        }
        return report;
    }

    private @Nullable Instant date(FieldReader in, String timeField, Instant receivedAt, @Nullable Instant undated) {
        if (sentMillis == FieldReader.UNREADABLE) {
            return null;
        }
        if (sentMillis == FieldReader.ABSENT) {
            if (undated == null) {
                in.refuse(Reason.MALFORMED, timeField, "Found no " + timeField + ", expected the time of measurement.");
            }
            return undated;
        }
        if (!Plausible.clock(sentMillis, receivedAt)) {
            in.refuse(Reason.CLOCK, timeField, Plausible.clockDetail(sentMillis, timeUnitMillis));
            return null;
        }
        return Instant.ofEpochMilli(sentMillis);
    }

    private static @Nullable Double temperature(FieldReader in) throws IOException {
        double celsius = in.number();
        if (Double.isNaN(celsius)) {
            return null;
        }
        if (!Plausible.temperature(celsius)) {
            in.refuse(Reason.IMPLAUSIBLE, "", "Found " + celsius + ", expected 30 to 43 degrees Celsius.");
            return null;
        }
        return celsius;
    }

    private FixDraft flatFix() {
        if (flatFix == null) {
            flatFix = new FixDraft();
        }
        return flatFix;
    }

    private BloodPressureDraft flatPressure() {
        if (flatPressure == null) {
            flatPressure = new BloodPressureDraft();
        }
        return flatPressure;
    }
}
