package io.kanhu.alerting.routing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A position of somebody.
 *
 * @param latitude degrees, WGS-84
 * @param longitude degrees, WGS-84
 * @param accuracyMetres radius; {@code null} if unknown
 */
public record Sighting(
        double latitude, double longitude, @Nullable Double accuracyMetres, Instant at) {}
