package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Who is on duty in which grid when; without an end, until further notice. */
record RosterSheet() implements Sheet {
    @Override
    public Kind kind() {
        return Kind.ROSTER;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("worker", CellFormat.text(64)),
                Column.filled("grid", CellFormat.text(64)),
                Column.defaulting(
                        "duty",
                        "primary",
                        CellFormat.oneOf(
                                Map.of("primary", "primary", "backup", "backup"),
                                "is not a duty, write primary or backup")),
                Column.filled("starts", CellFormat.instant()),
                Column.maybeEmpty("ends", CellFormat.instant()));
    }

    @Override
    public List<String> key() {
        return List.of("worker", "grid", "duty", "starts");
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Check.known(this, "worker", "worker", "workers"),
                Check.known(this, "grid", "grid", "grids"),
                new Check("ends", "is not after starts, correct one of them", """
                        SELECT file, line, ends AS value FROM incoming_roster
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
                UPDATE roster_shift s SET ends_at = i.ends::timestamptz
                FROM incoming_roster i JOIN worker w ON w.code = i.worker JOIN grid g ON g.code = i.grid
                WHERE s.worker_id = w.id AND s.grid_id = g.id AND s.duty = i.duty
                  AND s.starts_at = i.starts::timestamptz AND s.ends_at IS DISTINCT FROM i.ends::timestamptz
                """).execute();
    }

    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO roster_shift (worker_id, grid_id, duty, starts_at, ends_at)
                SELECT w.id, g.id, i.duty, i.starts::timestamptz, i.ends::timestamptz
                FROM incoming_roster i JOIN worker w ON w.code = i.worker JOIN grid g ON g.code = i.grid
                WHERE NOT EXISTS (
                  SELECT FROM roster_shift s
                  WHERE s.worker_id = w.id AND s.grid_id = g.id AND s.duty = i.duty
                    AND s.starts_at = i.starts::timestamptz)
                ORDER BY i.file, i.line
                """).execute();
    }
}
