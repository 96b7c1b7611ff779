package io.kanhu.alerting.care;

/** A circle in which somebody is expected to be; WGS-84. */
public final class Zone {
    private static final double METRES_A_DEGREE = 111_320;

    private final double latitude;
    private final double longitude;
    private final int radiusMetres;
    private final boolean pages;
    private final double metresADegreeEast;

    /** @param pages whether to leave it is an emergency, as for somebody who does not find home */
    public Zone(double latitude, double longitude, int radiusMetres, boolean pages) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.radiusMetres = radiusMetres;
        this.pages = pages;
        this.metresADegreeEast = METRES_A_DEGREE * Math.cos(Math.toRadians(latitude));
    }

    public int radiusMetres() {
        return radiusMetres;
    }

    public boolean pages() {
        return pages;
    }

    /** How far beyond the edge a place is, in metres; less than zero inside. Good to 1 % within 100 km, and further away far enough. */
    public double beyondMetres(double placeLatitude, double placeLongitude) {
        double turn = Math.abs(placeLongitude - longitude);
        double east = Math.min(turn, 360 - turn) * metresADegreeEast;
        double north = (placeLatitude - latitude) * METRES_A_DEGREE;
        return Math.hypot(north, east) - radiusMetres;
    }
}
