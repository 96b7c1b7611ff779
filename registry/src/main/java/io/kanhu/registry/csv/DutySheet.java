package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Who supervises which area or sits at its desk; without an end, until further notice. */
record DutySheet() implements Sheet {
    @Override
    public Kind kind() {
        return Kind.DUTIES;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("worker", CellFormat.text(64)),
                Column.filled("area", CellFormat.text(64)),
                Column.defaulting(
                        "duty",
                        "supervisor",
                        CellFormat.oneOf(
                                Map.of("supervisor", "supervisor", "desk", "desk"),
                                "is not a duty for an area, write supervisor or desk")),
                Column.filled("starts", CellFormat.instant()),
                Column.maybeEmpty("ends", CellFormat.instant()));
    }

    @Override
    public List<String> key() {
        return List.of("worker", "area", "duty", "starts");
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Check.known(this, "worker", "worker", "workers"),
                Check.known(this, "area", "area", "areas"),
                new Check("ends", "is not after starts, correct one of them", """
                        SELECT file, line, ends AS value FROM incoming_duties
                        WHERE ends::timestamptz <= starts::timestamptz
                        """));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = update(handle);
        long added = insert(handle);
        return new Counts(added, changed, staged - added - changed);
    }

    private static long update(Handle handle) {
        return handle.createUpdate("""
                UPDATE area_duty d SET ends_at = i.ends::timestamptz
                FROM incoming_duties i JOIN worker w ON w.code = i.worker JOIN area a ON a.code = i.area
                WHERE d.worker_id = w.id AND d.area_id = a.id AND d.duty = i.duty
                  AND d.starts_at = i.starts::timestamptz AND d.ends_at IS DISTINCT FROM i.ends::timestamptz
                """).execute();
    }

    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO area_duty (worker_id, area_id, duty, starts_at, ends_at)
                SELECT w.id, a.id, i.duty, i.starts::timestamptz, i.ends::timestamptz
                FROM incoming_duties i JOIN worker w ON w.code = i.worker JOIN area a ON a.code = i.area
                WHERE NOT EXISTS (
                  SELECT FROM area_duty d
                  WHERE d.worker_id = w.id AND d.area_id = a.id AND d.duty = i.duty
                    AND d.starts_at = i.starts::timestamptz)
                ORDER BY i.file, i.line
                """).execute();
    }
}
