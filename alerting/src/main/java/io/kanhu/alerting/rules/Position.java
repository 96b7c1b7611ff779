package io.kanhu.alerting.rules;

import java.time.Instant;

/**
 * Where a band was.
 *
 * @param accuracyMetres a guess where the band gave none
 */
public record Position(Instant at, double latitude, double longitude, double accuracyMetres) {
    private static final double METRES_A_DEGREE = 111_320;

    /** Metres, good enough within a town. */
    double distanceTo(Position other) {
        double north = (other.latitude - latitude) * METRES_A_DEGREE;
        double east = (other.longitude - longitude) * METRES_A_DEGREE * Math.cos(Math.toRadians(latitude));
        return Math.hypot(north, east);
    }
}
