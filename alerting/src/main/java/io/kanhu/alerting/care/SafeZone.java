package io.kanhu.alerting.care;

import java.time.Instant;

/**
 * A safe zone as the office sees it.
 *
 * @param name tells a wearer's zones apart
 * @param latitude degrees, in the given datum, as is the longitude
 * @param datum {@code wgs84} or {@code gcj02}
 * @param severity of leaving it: {@code emergency} or {@code attention}
 * @param by who set it
 */
public record SafeZone(
        long id,
        long wearerId,
        String name,
        double latitude,
        double longitude,
        String datum,
        int radiusMetres,
        String severity,
        Instant since,
        String by) {}
