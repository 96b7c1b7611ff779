package io.kanhu.alerting.episode;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody was and when.
 *
 * @param latitude degrees, WGS-84
 * @param longitude degrees, WGS-84
 */
public record Place(
        double latitude, double longitude, @Nullable Double accuracyMetres, Instant at) {}
