package io.kanhu.registry.place;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** Writes a shape as GeoJSON (RFC 7946). */
final class GeoJsonText {
    private static final JsonMapper JSON = new JsonMapper();

    private GeoJsonText() {}

    static String of(Geometry shape) {
        ObjectNode json = JSON.createObjectNode();
        if (shape instanceof Polygon polygon) {
            json.put("type", "Polygon").set("coordinates", rings(polygon));
        } else {
            ArrayNode polygons = JSON.createArrayNode();
            for (int i = 0; i < shape.getNumGeometries(); i++) {
                polygons.add(rings((Polygon) shape.getGeometryN(i)));
            }
            json.put("type", "MultiPolygon").set("coordinates", polygons);
        }
        return json.toString();
    }

    private static ArrayNode rings(Polygon polygon) {
        ArrayNode rings = JSON.createArrayNode().add(positions(polygon.getExteriorRing()));
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            rings.add(positions(polygon.getInteriorRingN(i)));
        }
        return rings;
    }

    private static ArrayNode positions(LinearRing ring) {
        ArrayNode positions = JSON.createArrayNode();
        for (Coordinate corner : ring.getCoordinates()) {
            positions.add(JSON.createArrayNode().add(corner.getX()).add(corner.getY()));
        }
        return positions;
    }
}
