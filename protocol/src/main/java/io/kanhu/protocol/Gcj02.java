package io.kanhu.protocol;

/**
 * Between WGS-84, which satellites speak, and GCJ-02, which Chinese maps and many Chinese positioning chips speak. The two
 * differ by up to 800 m inside China, in most places by hundreds, and not at all outside. The way out is the published
 * formula; the way back has no closed form and is found by iteration, to well under a millimetre.
 *
 * <p>"Inside China" is the rectangle every map maker uses, so Seoul and Hanoi count as inside too.
 */
public final class Gcj02 {

    /** Degrees; the datum is the caller's. */
    public record Point(double latitude, double longitude) {}

    private static final double SOUTH = 0.8293;
    private static final double NORTH = 55.8271;
    private static final double WEST = 72.004;
    private static final double EAST = 137.8347;

    /** Equatorial radius, in metres, and squared eccentricity of Krasovsky's ellipsoid, which the formula scales with. */
    private static final double RADIUS_METRES = 6378245.0;

    private static final double ECCENTRICITY_SQUARED = 0.006693421622965943;

    /** About 0.1 mm. */
    private static final double CLOSE_ENOUGH_DEGREES = 1e-9;

    private Gcj02() {}

    /** The GCJ-02 position of a WGS-84 one. */
    public static Point fromWgs84(double latitude, double longitude) {
        return isInChina(latitude, longitude) ? shifted(latitude, longitude) : new Point(latitude, longitude);
    }

    /** The WGS-84 position of a GCJ-02 one. */
    public static Point toWgs84(double latitude, double longitude) {
        if (!isInChina(latitude, longitude)) {
            return new Point(latitude, longitude);
        }
        double guessedLatitude = latitude;
        double guessedLongitude = longitude;
        // The shift changes by under 1 % of the distance moved, so each round wins two digits: four rounds are usual.
        for (int round = 0; round < 10; round++) {
            Point there = shifted(guessedLatitude, guessedLongitude);
            double missedLatitude = there.latitude() - latitude;
            double missedLongitude = there.longitude() - longitude;
            guessedLatitude -= missedLatitude;
            guessedLongitude -= missedLongitude;
            if (Math.abs(missedLatitude) < CLOSE_ENOUGH_DEGREES && Math.abs(missedLongitude) < CLOSE_ENOUGH_DEGREES) {
                break;
            }
        }
        return new Point(guessedLatitude, guessedLongitude);
    }

    private static boolean isInChina(double latitude, double longitude) {
        return latitude >= SOUTH && latitude <= NORTH && longitude >= WEST && longitude <= EAST;
    }

    private static Point shifted(double latitude, double longitude) {
        double east = longitude - 105;
        double north = latitude - 35;
        double root = Math.sqrt(Math.abs(east));
        double ripple = waves(east, 20, 6, 20, 2);
        double northMetres = -100
                + 2 * east
                + 3 * north
                + 0.2 * north * north
                + 0.1 * east * north
                + 0.2 * root
                + ripple
                + waves(north, 20, 1, 40, 1 / 3.0)
                + waves(north, 160, 1 / 12.0, 320, 1 / 30.0);
        double eastMetres = 300
                + east
                + 2 * north
                + 0.1 * east * east
                + 0.1 * east * north
                + 0.1 * root
                + ripple
                + waves(east, 20, 1, 40, 1 / 3.0)
                + waves(east, 150, 1 / 12.0, 300, 1 / 30.0);
        double sine = Math.sin(Math.toRadians(latitude));
        double flattening = 1 - ECCENTRICITY_SQUARED * sine * sine;
        double meridianRadius = RADIUS_METRES * (1 - ECCENTRICITY_SQUARED) / (flattening * Math.sqrt(flattening));
        double parallelRadius = RADIUS_METRES / Math.sqrt(flattening) * Math.cos(Math.toRadians(latitude));
        return new Point(
                latitude + Math.toDegrees(northMetres / meridianRadius),
                longitude + Math.toDegrees(eastMetres / parallelRadius));
    }

    /** Two thirds of two sine waves: amplitudes in metres, frequencies in half turns per degree. */
    private static double waves(
            double degrees, double amplitude1, double frequency1, double amplitude2, double frequency2) {
        return (amplitude1 * Math.sin(frequency1 * degrees * Math.PI)
                        + amplitude2 * Math.sin(frequency2 * degrees * Math.PI))
                * 2
                / 3;
    }
}
