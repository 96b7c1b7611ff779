package io.kanhu.registry.place;

import java.util.Locale;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** Squares in degrees. */
final class Squares {
    private Squares() {}

    static Geometry of(double south, double west, double side) {
        return new GeometryFactory()
                .toGeometry(new Envelope(new Coordinate(west, south), new Coordinate(west + side, south + side)));
    }

    /** A feature of a GeoJSON file; properties as JSON, without their braces. */
    static String feature(String properties, double south, double west, double side) {
        return String.format(
                Locale.ROOT,
                "{\"type\":\"Feature\",\"properties\":{%1$s},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
                        + "[[[%2$s,%3$s],[%4$s,%3$s],[%4$s,%5$s],[%2$s,%5$s],[%2$s,%3$s]]]}}",
                properties,
                west,
                south,
                west + side,
                south + side);
    }

    static String file(String... features) {
        return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
    }
}
