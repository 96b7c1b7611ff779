package io.kanhu.registry.place;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Reads a GeoJSON geometry (RFC 7946): polygons, with holes, one or several. Rings may turn either way. Simplified maps are full of
 * rings that touch themselves or run out and back on one line: what can be mended without changing its area is, and said.
 */
final class GeoJsonShape {
    private static final GeometryFactory FACTORY = new GeometryFactory();
    private static final int LEAST_POSITIONS = 4;
    /** What mending may change, as a share of the area. */
    private static final double HARMLESS = 0.001;

    private final Datum datum;

    GeoJsonShape(Datum datum) {
        this.datum = datum;
    }

    /**
     * A geometry that was read.
     *
     * @param shape WGS-84, longitude first
     * @param mended what was wrong with it, {@code null} for nothing
     */
    record Drawn(Geometry shape, @Nullable String mended) {}

    Drawn read(@Nullable JsonNode geometry) throws BadShape {
        if (geometry == null || !geometry.isObject()) {
            throw new BadShape("has no geometry, draw it or leave the feature out");
        }
        Geometry drawn = polygons(geometry);
        String wrong = wrongWith(drawn);
        Geometry shape = wrong == null ? drawn : mended(drawn, wrong);
        return new Drawn(datum == Datum.WGS84 ? shape : moved(shape), wrong);
    }

    private Geometry moved(Geometry drawn) throws BadShape {
        Geometry shape = drawn.copy();
        shape.apply((Coordinate coordinate) -> coordinate.setCoordinate(datum.toWgs84(coordinate)));
        shape.geometryChanged();
        // Corners that lie within millimetres of each other may change places.
        String wrong = wrongWith(shape);
        return wrong == null ? shape : mended(shape, wrong);
    }

    private static Geometry mended(Geometry drawn, String wrong) throws BadShape {
        Geometry mended = new GeometryFixer(drawn).getResult();
        if (!(mended instanceof Polygonal)
                || mended.isEmpty()
                || Math.abs(mended.getArea() - drawn.getArea()) > HARMLESS * drawn.getArea()) {
            throw new BadShape(wrong + ", correct the drawing there");
        }
        return mended;
    }

    private static Geometry polygons(JsonNode geometry) throws BadShape {
        JsonNode coordinates = geometry.path("coordinates");
        String type = geometry.path("type").asText();
        switch (type) {
            case "Polygon" -> {
                return polygon(coordinates, "");
            }
            case "MultiPolygon" -> {
                List<Polygon> polygons = new ArrayList<>();
                for (JsonNode one : coordinates) {
                    polygons.add(polygon(one, "polygon " + (polygons.size() + 1) + ", "));
                }
                if (polygons.isEmpty()) {
                    throw new BadShape("has no polygon in it, draw one or leave the feature out");
                }
                return FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
            }
            default ->
                throw new BadShape((type.isEmpty() ? "its geometry has no type" : "is a " + shortened(type))
                        + ", only Polygon and MultiPolygon have an inside");
        }
    }

    private static Polygon polygon(JsonNode rings, String where) throws BadShape {
        if (!rings.isArray() || rings.isEmpty()) {
            throw new BadShape(where + "has no ring, draw it or leave the feature out");
        }
        List<LinearRing> holes = new ArrayList<>();
        LinearRing shell = ring(rings.get(0), where + "outer ring");
        for (int i = 1; i < rings.size(); i++) {
            holes.add(ring(rings.get(i), where + "hole " + i));
        }
        return FACTORY.createPolygon(shell, holes.toArray(LinearRing[]::new));
    }

    private static LinearRing ring(JsonNode positions, String where) throws BadShape {
        if (!positions.isArray() || positions.size() < LEAST_POSITIONS) {
            throw new BadShape(where + " has fewer than 4 positions, a ring needs three corners and the first again");
        }
        Coordinate[] ring = new Coordinate[positions.size()];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = position(positions.get(i), where, i + 1);
        }
        if (!ring[0].equals2D(ring[ring.length - 1])) {
            throw new BadShape(where + " is not closed, repeat its first position at its end");
        }
        return FACTORY.createLinearRing(ring);
    }

    private static Coordinate position(JsonNode position, String where, int number) throws BadShape {
        if (!position.isArray()
                || position.size() < 2
                || !position.get(0).isNumber()
                || !position.get(1).isNumber()) {
            throw new BadShape(where + ", position " + number + " is not [longitude, latitude] in numbers, correct it");
        }
        double longitude = position.get(0).doubleValue();
        double latitude = position.get(1).doubleValue();
        if (!(Math.abs(latitude) <= 90)) {
            throw new BadShape(where + ", position " + number + " has the latitude " + latitude
                    + ": GeoJSON writes longitude first, are the two the wrong way round?");
        }
        if (!(Math.abs(longitude) <= 180)) {
            throw new BadShape(where + ", position " + number + " has the longitude " + longitude
                    + ", write degrees from -180 to 180");
        }
        return new Coordinate(longitude, latitude);
    }

    private static @Nullable String wrongWith(Geometry geometry) {
        TopologyValidationError error = new IsValidOp(geometry).getValidationError();
        if (error == null) {
            return null;
        }
        Coordinate at = error.getCoordinate();
        return wordsFor(error)
                + (at == null ? "" : String.format(Locale.ROOT, " near %.6f,%.6f", at.getX(), at.getY()));
    }

    private static String wordsFor(TopologyValidationError error) {
        return switch (error.getErrorType()) {
            case TopologyValidationError.SELF_INTERSECTION, TopologyValidationError.RING_SELF_INTERSECTION ->
                "a ring crosses or touches itself";
            case TopologyValidationError.HOLE_OUTSIDE_SHELL -> "a hole lies outside its ring";
            case TopologyValidationError.NESTED_HOLES -> "a hole lies in another hole";
            case TopologyValidationError.NESTED_SHELLS -> "a polygon lies in another one of the same feature";
            case TopologyValidationError.DISCONNECTED_INTERIOR -> "holes cut it in two";
            case TopologyValidationError.TOO_FEW_POINTS -> "a ring has fewer than three corners";
            default -> "the geometry is invalid (" + error.getMessage() + ")";
        };
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
