package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Where wearers are expected to be. What differs from before is ended and begun anew, so that what held when stays known. */
record ZoneSheet(Instant now) implements Sheet {
    private static final String END = """
            UPDATE safe_zone z SET ended_at = :now, ended_by = 'import'
            FROM incoming_zones i JOIN wearer w ON w.code = i.wearer
            WHERE z.wearer_id = w.id AND z.name = i.name AND z.ended_at IS NULL
              AND (z.latitude, z.longitude, z.datum, z.radius_metres, z.severity)
                IS DISTINCT FROM (i.lat::float8, i.lon::float8, i.datum, i.radius::int, i.severity)
            """;

    private static final String BEGIN = """
            INSERT INTO safe_zone (wearer_id, name, latitude, longitude, datum, radius_metres, severity, set_at, set_by)
            SELECT w.id, i.name, i.lat::float8, i.lon::float8, i.datum, i.radius::int, i.severity, :now, 'import'
            FROM incoming_zones i JOIN wearer w ON w.code = i.wearer
            WHERE NOT EXISTS (
              SELECT FROM safe_zone z WHERE z.wearer_id = w.id AND z.name = i.name AND z.ended_at IS NULL)
            ORDER BY i.file, i.line
            """;

    @Override
    public Kind kind() {
        return Kind.ZONES;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("wearer", CellFormat.text(64)),
                Column.defaulting("name", "home", CellFormat.text(100)),
                Column.filled("lat", CellFormat.degrees(90)),
                Column.filled("lon", CellFormat.degrees(180)),
                Column.filled("radius", CellFormat.wholeNumber(50, 100_000)),
                new Column(
                        "datum",
                        Column.Need.MAY_BE_ABSENT,
                        "wgs84",
                        false,
                        CellFormat.oneOf(
                                Map.of("wgs84", "wgs84", "gcj02", "gcj02"),
                                "is not a datum, write wgs84, or gcj02 for places from a Chinese map")),
                new Column(
                        "severity",
                        Column.Need.MAY_BE_ABSENT,
                        "attention",
                        false,
                        CellFormat.oneOf(
                                Map.of("attention", "attention", "emergency", "emergency"),
                                "is not a severity here, write attention, or emergency if leaving it shall page")));
    }

    @Override
    public List<String> key() {
        return List.of("wearer", "name");
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Check.wearer(this),
                new Check("lat", "with the same lon is what devices write for no place, correct it", """
                SELECT file, line, lat AS value FROM incoming_zones WHERE lat::float8 = 0 AND lon::float8 = 0
                """));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        return Succession.merge(handle, now, staged, END, BEGIN);
    }
}
