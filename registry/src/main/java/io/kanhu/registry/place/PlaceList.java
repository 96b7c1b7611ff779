package io.kanhu.registry.place;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The grids and areas there are, and where they lie. Blocks. */
public final class PlaceList {
    private static final Logger LOG = LoggerFactory.getLogger(PlaceList.class);

    private final Jdbi jdbi;

    public PlaceList(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Areas from the city down, then grids; with their shapes if wished for. */
    public List<DrawnPlace> all(boolean shapes) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT p.level, p.code, p.name, p.parent, p.wearers, CASE WHEN :shapes THEN s.shape END AS shape
                          FROM (SELECT a.level, a.code, a.name, u.code AS parent, 0 AS wearers, a.id AS area_id, NULL::bigint AS grid_id
                                  FROM city_area a LEFT JOIN area u ON u.id = a.parent_id
                                UNION ALL
                                SELECT 'grid', g.code, g.name, a.code,
                                       (SELECT count(*) FROM wearer w WHERE w.grid_id = g.id AND NOT w.synthetic)::int, NULL, g.id
                                  FROM city_grid g JOIN area a ON a.id = g.area_id) p
                          LEFT JOIN place_shape s ON s.area_id = p.area_id OR s.grid_id = p.grid_id
                         ORDER BY array_position(ARRAY['city', 'county', 'street', 'community', 'grid'], p.level), p.code
                        """)
                .bind("shapes", shapes)
                .map((row, context) -> new DrawnPlace(
                        Level.of(row.getString("level")).orElseThrow(),
                        row.getString("code"),
                        row.getString("name"),
                        row.getString("parent"),
                        row.getInt("wearers"),
                        shape(row).map(GeoJsonText::of).orElse(null)))
                .list());
    }

    /** Places of one level that lie over one another by more than the breadth of a border. */
    public List<Overlap> overlaps() {
        List<Draft> drafts = new ArrayList<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT coalesce(a.level, 'grid') AS level, coalesce(g.code, a.code) AS code, s.shape
                          FROM place_shape s LEFT JOIN grid g ON g.id = s.grid_id LEFT JOIN area a ON a.id = s.area_id
                         ORDER BY 1, 2
                        """)
                .map((row, context) -> {
                    String code = row.getString("code");
                    Level level = Level.of(row.getString("level")).orElseThrow();
                    return shape(row)
                            .map(shape -> drafts.add(new Draft(drafts.size() + 1, code, code, level, null, shape)))
                            .orElse(false);
                })
                .forEach(read -> {}));
        return Overlaps.between(drafts).stream()
                .map(found -> new Overlap(
                        Objects.requireNonNull(found.draft().level()),
                        found.before().code(),
                        found.draft().code(),
                        found.share()))
                .toList();
    }

    private static Optional<Geometry> shape(ResultSet row) throws SQLException {
        byte[] shape = row.getBytes("shape");
        if (shape == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WKBReader().read(shape));
        } catch (ParseException e) {
            LOG.error(
                    "the shape of a place cannot be read, import it again place={} why=\"{}\"",
                    row.getString("code"),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
