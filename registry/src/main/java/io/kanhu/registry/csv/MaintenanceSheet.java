package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Whose bands are being serviced from when until when. The same begin with another end is a correction of it. */
record MaintenanceSheet(Instant now) implements Sheet {
    private static final String END = """
            UPDATE maintenance m SET ended_at = :now, ended_by = 'import'
            FROM incoming_maintenance i LEFT JOIN wearer w ON w.code = i.wearer LEFT JOIN area a ON a.code = i.area
            WHERE (m.wearer_id = w.id OR m.area_id = a.id) AND m.ended_at IS NULL AND m.starts_at = i.starts::timestamptz
              AND (m.ends_at, m.reason) IS DISTINCT FROM (i.ends::timestamptz, i.reason)
            """;

    private static final String BEGIN = """
            INSERT INTO maintenance (wearer_id, area_id, starts_at, ends_at, reason, set_at, set_by)
            SELECT w.id, a.id, i.starts::timestamptz, i.ends::timestamptz, i.reason, :now, 'import'
            FROM incoming_maintenance i LEFT JOIN wearer w ON w.code = i.wearer LEFT JOIN area a ON a.code = i.area
            WHERE NOT EXISTS (
              SELECT FROM maintenance m
              WHERE (m.wearer_id = w.id OR m.area_id = a.id) AND m.ended_at IS NULL
                AND m.starts_at = i.starts::timestamptz)
            ORDER BY i.file, i.line
            """;

    @Override
    public Kind kind() {
        return Kind.MAINTENANCE;
    }

    @Override
    public List<Column> columns() {
        return Stream.concat(
                        Whose.COLUMNS.stream(),
                        Stream.of(
                                Column.filled("starts", CellFormat.instant()),
                                Column.filled("ends", CellFormat.instant()),
                                Column.filled("reason", CellFormat.text(200))))
                .toList();
    }

    @Override
    public List<String> key() {
        return List.of("wearer", "area", "starts");
    }

    @Override
    public List<Check> checks() {
        return Stream.concat(Whose.checks(this, ", starts").stream(), Stream.of(Check.endsAfterStarts(this)))
                .toList();
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        return Succession.merge(handle, now, staged, END, BEGIN);
    }
}
