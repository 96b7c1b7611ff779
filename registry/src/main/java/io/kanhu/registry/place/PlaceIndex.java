package io.kanhu.registry.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Which place a position lies in. Where shapes overlap the lowest level wins, then the smallest shape, then the one with the
 * lower id. A border belongs to the places on both its sides. Immutable and thread-safe; never blocks; takes microseconds.
 */
public final class PlaceIndex {
    /** Knows no place. */
    public static final PlaceIndex EMPTY = new PlaceIndex(List.of());

    /**
     * A position is taken at its word if at least this share of its circle of accuracy lies in the same place. A point at the corner of
     * four grids has a quarter in each and is still taken; the 2 km of a mobile cell over grids of a few hundred metres are not.
     */
    static final double LEAST_SHARE = 0.2;

    private static final GeometryFactory FACTORY = new GeometryFactory();
    /** Below this nobody's shape is drawn more exactly than the circle is small. */
    private static final double EXACT_METRES = 1;

    private static final Comparator<Entry> SMALLEST_FIRST = Comparator.comparing(
                    (Entry entry) -> entry.spot().level())
            .thenComparing(Entry::size)
            .thenComparing(entry -> entry.spot().id());

    private final STRtree tree = new STRtree();
    private final int size;

    private record Entry(Spot spot, PreparedGeometry shape, double size) {}

    /** A place and its shape in degrees, WGS-84, longitude first. */
    public record Shape(Spot spot, Geometry geometry) {}

    public PlaceIndex(List<Shape> shapes) {
        for (Shape shape : shapes) {
            Geometry geometry = shape.geometry();
            tree.insert(
                    geometry.getEnvelopeInternal(),
                    new Entry(shape.spot(), PreparedGeometryFactory.prepare(geometry), geometry.getArea()));
        }
        // The first question would build it, and several may be first at once.
        tree.build();
        this.size = shapes.size();
    }

    /** How many places it knows. */
    public int size() {
        return size;
    }

    /** The smallest place a point lies in. Degrees, WGS-84. */
    public Optional<Spot> at(double latitude, double longitude) {
        return around(latitude, longitude).stream().findFirst().map(Entry::spot);
    }

    /**
     * The smallest place that somebody is in as far as their position can tell.
     *
     * @param latitude degrees, WGS-84
     * @param accuracyMetres radius around the position; {@code null} if unknown, then the point is taken at its word
     * @return nothing if no place is drawn there, or too little of the circle lies in any that the point lies in
     */
    public Optional<Spot> at(double latitude, double longitude, @Nullable Double accuracyMetres) {
        List<Entry> around = around(latitude, longitude);
        if (around.isEmpty() || accuracyMetres == null || accuracyMetres <= EXACT_METRES) {
            return around.stream().findFirst().map(Entry::spot);
        }
        Geometry circle = Circle.around(FACTORY, latitude, longitude, accuracyMetres);
        double enough = LEAST_SHARE * circle.getArea();
        return around.stream()
                .filter(entry -> entry.shape().containsProperly(circle) || overlap(entry, circle) >= enough)
                .findFirst()
                .map(Entry::spot);
    }

    private static double overlap(Entry entry, Geometry circle) {
        return OverlayNGRobust.overlay(entry.shape().getGeometry(), circle, OverlayNG.INTERSECTION)
                .getArea();
    }

    private List<Entry> around(double latitude, double longitude) {
        Point point = FACTORY.createPoint(new Coordinate(longitude, latitude));
        List<Entry> found = new ArrayList<>();
        tree.query(new Envelope(point.getCoordinate()), item -> {
            Entry entry = (Entry) item;
            if (entry.shape().covers(point)) {
                found.add(entry);
            }
        });
        found.sort(SMALLEST_FIRST);
        return found;
    }
}
