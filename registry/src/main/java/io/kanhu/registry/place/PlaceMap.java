package io.kanhu.registry.place;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shapes of areas and grids as one GeoJSON document for maps, WGS-84, the largest level first. Blocks. */
public final class PlaceMap {
    private static final Logger LOG = LoggerFactory.getLogger(PlaceMap.class);
    private static final JsonFactory JSON = new JsonFactory();
    /** About 5 m: finer than a border is drawn on a screen, and a tenth of the corners of an official map. */
    private static final double COARSE_DEGREES = 0.00005;
    /** 0.1 m. */
    private static final int DECIMALS = 6;

    private static final int MOST = 20_000;

    private final Jdbi jdbi;

    public PlaceMap(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Drawn(
            String code,
            String name,
            String level,
            @Nullable String parent,
            Geometry shape) {}

    /** The same of these grids alone. */
    public byte[] geoJson(List<Long> gridIds, @Nullable String tiles) {
        return document(tiles, gridIds);
    }

    /**
     * A FeatureCollection; each feature's properties are {@code code}, {@code name}, {@code level} and {@code parent}.
     *
     * @param tiles template of the addresses of street tiles, which is handed on as a member of that name; {@code null} for none
     */
    public byte[] geoJson(@Nullable String tiles) {
        return document(tiles, null);
    }

    private byte[] document(@Nullable String tiles, @Nullable List<Long> gridIds) {
        List<Drawn> all = jdbi.withHandle(handle -> handle
                .createQuery("""
                        SELECT coalesce(g.code, a.code) AS code, coalesce(g.name, a.name) AS name,
                               coalesce(a.level, 'grid') AS level, coalesce(of_grid.code, of_area.code) AS parent, s.shape
                          FROM place_shape s LEFT JOIN grid g ON g.id = s.grid_id LEFT JOIN area a ON a.id = s.area_id
                          LEFT JOIN area of_grid ON of_grid.id = g.area_id LEFT JOIN area of_area ON of_area.id = a.parent_id
                         WHERE :everywhere OR s.grid_id = ANY(:grids)
                         ORDER BY array_position(ARRAY['city', 'county', 'street', 'community'], a.level) NULLS LAST, code
                         LIMIT :most
                        """)
                .bind("everywhere", gridIds == null)
                .bindArray("grids", Long.class, gridIds == null ? List.of() : gridIds)
                .bind("most", MOST)
                .map((row, context) -> drawn(row))
                .stream()
                .flatMap(Optional::stream)
                .toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeStringField("tiles", tiles);
            json.writeArrayFieldStart("features");
            for (Drawn one : all) {
                write(json, one);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write shapes as GeoJSON", e);
        }
        return out.toByteArray();
    }

    private static Optional<Drawn> drawn(ResultSet row) throws SQLException {
        String code = row.getString("code");
        try {
            Geometry shape = new WKBReader().read(row.getBytes("shape"));
            return Optional.of(new Drawn(
                    code,
                    row.getString("name"),
                    row.getString("level"),
                    row.getString("parent"),
                    TopologyPreservingSimplifier.simplify(shape, COARSE_DEGREES)));
        } catch (ParseException e) {
            // One that cannot be read must not take the others with it; Places has said so as well.
            LOG.debug("the shape of a place cannot be read place={}", code, e);
            return Optional.empty();
        }
    }

    private static void write(JsonGenerator json, Drawn one) throws IOException {
        Geometry shape = one.shape();
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeObjectFieldStart("properties");
        json.writeStringField("code", one.code());
        json.writeStringField("name", one.name());
        json.writeStringField("level", one.level());
        json.writeStringField("parent", one.parent());
        json.writeEndObject();
        json.writeObjectFieldStart("geometry");
        json.writeStringField("type", "MultiPolygon");
        json.writeArrayFieldStart("coordinates");
        for (int i = 0; i < shape.getNumGeometries(); i++) {
            if (shape.getGeometryN(i) instanceof Polygon polygon) {
                write(json, polygon);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Polygon polygon) throws IOException {
        json.writeStartArray();
        write(json, polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            write(json, polygon.getInteriorRingN(i));
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, LineString ring) throws IOException {
        json.writeStartArray();
        for (Coordinate corner : ring.getCoordinates()) {
            json.writeStartArray();
            json.writeNumber(rounded(corner.getX()));
            json.writeNumber(rounded(corner.getY()));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static BigDecimal rounded(double degrees) {
        return BigDecimal.valueOf(degrees)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }
}
