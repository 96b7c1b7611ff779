package io.kanhu.ingest.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a wearer within one hour; {@code null} is not measured.
 *
 * @param hour where it begins
 * @param heartRateBpm beats per minute
 * @param systolic mmHg
 * @param diastolic mmHg
 * @param spo2Percent oxygen saturation
 * @param temperatureCelsius of the body
 * @param steps the most of the hour, since the band's midnight
 */
public record HourOfVitals(
        Instant hour,
        @Nullable Range heartRateBpm,
        @Nullable Range systolic,
        @Nullable Range diastolic,
        @Nullable Range spo2Percent,
        @Nullable Range temperatureCelsius,
        @Nullable Integer steps) {

    /** The least, the mean and the most of the readings. */
    public record Range(double min, double mean, double max) {}
}
