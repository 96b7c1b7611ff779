package io.kanhu.ingest.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a band measured at one moment; {@code null} is not measured.
 *
 * @param heartRateBpm beats per minute
 * @param systolic mmHg
 * @param diastolic mmHg
 * @param spo2Percent oxygen saturation
 * @param temperatureCelsius of the body
 * @param steps since the band's midnight
 */
public record Vitals(
        Instant at,
        @Nullable Integer heartRateBpm,
        @Nullable Integer systolic,
        @Nullable Integer diastolic,
        @Nullable Integer spo2Percent,
        @Nullable Double temperatureCelsius,
        @Nullable Integer steps) {}
