package io.kanhu.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything one band measured at one moment. A component that is {@code null} was not measured, or was refused; every
 * other value has passed {@linkplain Plausible the plausibility ranges}.
 *
 * @param measuredAt band's clock, already checked against ours; millisecond precision
 * @param heartRateBpm beats per minute, 25 to 230
 * @param spo2Percent oxygen saturation, 50 to 100
 * @param temperatureCelsius body temperature, 30 to 43
 * @param steps steps since the band's midnight, zero or more
 * @param fix where the band was
 * @param batteryPercent 0 to 100
 * @param worn whether the band feels skin
 * @param qualityPercent the band's own confidence in its optical reading, 0 to 100
 * @param fell whether the band felt its wearer fall at that moment
 */
public record Report(
        Instant measuredAt,
        @Nullable Integer heartRateBpm,
        @Nullable BloodPressure bloodPressure,
        @Nullable Integer spo2Percent,
        @Nullable Double temperatureCelsius,
        @Nullable Integer steps,
        @Nullable Fix fix,
        @Nullable Integer batteryPercent,
        @Nullable Boolean worn,
        @Nullable Integer qualityPercent,
        boolean fell) {

    /** What was measured, and nobody fell. */
    public Report(
            Instant measuredAt,
            @Nullable Integer heartRateBpm,
            @Nullable BloodPressure bloodPressure,
            @Nullable Integer spo2Percent,
            @Nullable Double temperatureCelsius,
            @Nullable Integer steps,
            @Nullable Fix fix,
            @Nullable Integer batteryPercent,
            @Nullable Boolean worn,
            @Nullable Integer qualityPercent) {
        this(
                measuredAt,
                heartRateBpm,
                bloodPressure,
                spo2Percent,
                temperatureCelsius,
                steps,
                fix,
                batteryPercent,
                worn,
                qualityPercent,
                false);
    }

    /** Whether anything belongs into the vital-sign table. */
    public boolean hasVitalSigns() {
        return heartRateBpm != null
                || bloodPressure != null
                || spo2Percent != null
                || temperatureCelsius != null
                || steps != null;
    }

    /** Whether anything belongs into the band-status table. */
    public boolean hasStatus() {
        return batteryPercent != null || worn != null;
    }
}
