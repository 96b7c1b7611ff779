package io.kanhu.registry.place;

import io.kanhu.protocol.Gcj02;
import java.util.Locale;
import org.locationtech.jts.geom.Coordinate;

/** What the numbers of a file mean. */
public enum Datum {
    WGS84,
    /** Chinese maps. */
    GCJ02;

    /** The word on the command line. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Longitude is x, latitude is y, in degrees. */
    Coordinate toWgs84(Coordinate there) {
        if (this == WGS84) {
            return there;
        }
        Gcj02.Point point = Gcj02.toWgs84(there.getY(), there.getX());
        return new Coordinate(point.longitude(), point.latitude());
    }
}
