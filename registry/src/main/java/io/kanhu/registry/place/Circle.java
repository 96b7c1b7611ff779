package io.kanhu.registry.place;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.util.GeometricShapeFactory;

/** What a position's accuracy leaves possible, in degrees: an ellipse, as a degree of longitude is the shorter one. */
final class Circle {
    private static final double METRES_IN_A_DEGREE = 111_195;
    private static final int CORNERS = 32;
    /** Nearer to a pole longitudes say nothing; no city lies there. */
    private static final double FURTHEST_NORTH = 85;

    private Circle() {}

    static Geometry around(GeometryFactory factory, double latitude, double longitude, double radiusMetres) {
        double north = radiusMetres / METRES_IN_A_DEGREE;
        double east = north / Math.cos(Math.toRadians(Math.min(Math.abs(latitude), FURTHEST_NORTH)));
        GeometricShapeFactory shapes = new GeometricShapeFactory(factory);
        shapes.setEnvelope(new Envelope(
                new Coordinate(longitude - east, latitude - north),
                new Coordinate(longitude + east, latitude + north)));
        shapes.setNumPoints(CORNERS);
        return shapes.createEllipse();
    }
}
