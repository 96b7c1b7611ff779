package io.kanhu.registry.place;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/** The outlines of grids, for maps. Blocks. */
public final class Outlines {
    private final Jdbi jdbi;

    public Outlines(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A grid on a map.
     *
     * @param coordinates of a GeoJSON MultiPolygon: polygons of rings of positions, WGS-84, longitude first
     */
    public record Outline(String code, String name, List<List<List<List<Double>>>> coordinates) {
        public Outline {
            coordinates = List.copyOf(coordinates);
        }
    }

    /** Those of these grids that are drawn. */
    public List<Outline> of(List<Long> gridIds) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT g.code, g.name, s.shape FROM place_shape s JOIN grid g ON g.id = s.grid_id
                         WHERE g.id = ANY(:grids) ORDER BY g.code
                        """)
                .bindArray("grids", Long.class, gridIds)
                .map((row, context) -> new Outline(
                        row.getString("code"),
                        row.getString("name"),
                        polygons(row.getString("code"), row.getBytes("shape"))))
                .list());
    }

    private static List<List<List<List<Double>>>> polygons(String code, byte[] shape) {
        Geometry geometry;
        try {
            geometry = new WKBReader().read(shape);
        } catch (ParseException e) {
            throw new IllegalStateException("the shape of the grid " + code + " cannot be read; import it again", e);
        }
        List<List<List<List<Double>>>> polygons = new ArrayList<>();
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
            if (geometry.getGeometryN(i) instanceof Polygon polygon) {
                polygons.add(rings(polygon));
            }
        }
        return polygons;
    }

    private static List<List<List<Double>>> rings(Polygon polygon) {
        List<List<List<Double>>> rings = new ArrayList<>();
        rings.add(ring(polygon.getExteriorRing()));
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            rings.add(ring(polygon.getInteriorRingN(i)));
        }
        return rings;
    }

    private static List<List<Double>> ring(LineString line) {
        List<List<Double>> ring = new ArrayList<>();
        for (Coordinate coordinate : line.getCoordinates()) {
            ring.add(List.of(coordinate.getX(), coordinate.getY()));
        }
        return ring;
    }
}
