package io.kanhu.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A position, always WGS-84 (GCJ-02 is converted while decoding).
 *
 * @param latitude degrees, -90 to 90
 * @param longitude degrees, -180 to 180
 * @param accuracyMetres radius of uncertainty, or {@code null} where the band does not say
 */
public record Fix(
        double latitude,
        double longitude,
        @Nullable Double accuracyMetres,
        @Nullable FixSource source) {}
