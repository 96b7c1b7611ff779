package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Weeks that repeat: who is on duty in which grid on which weekday, on ordinary days or on those that name another pattern. */
record WeeklySheet() implements Sheet {
    private static final Map<String, String> WEEKDAYS = Map.ofEntries(
            Map.entry("1", "1"),
            Map.entry("2", "2"),
            Map.entry("3", "3"),
            Map.entry("4", "4"),
            Map.entry("5", "5"),
            Map.entry("6", "6"),
            Map.entry("7", "7"),
            Map.entry("周一", "1"),
            Map.entry("周二", "2"),
            Map.entry("周三", "3"),
            Map.entry("周四", "4"),
            Map.entry("周五", "5"),
            Map.entry("周六", "6"),
            Map.entry("周日", "7"));

    static CellFormat weekday() {
        return CellFormat.oneOf(WEEKDAYS, "is not a weekday, write 1 for Monday to 7 for Sunday");
    }

    @Override
    public Kind kind() {
        return Kind.WEEKLY;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.defaulting("pattern", "ordinary", CellFormat.text(64)),
                Column.filled("worker", CellFormat.text(64)),
                Column.filled("grid", CellFormat.text(64)),
                Column.defaulting(
                        "duty",
                        "primary",
                        CellFormat.oneOf(
                                Map.of("primary", "primary", "backup", "backup"),
                                "is not a duty, write primary or backup")),
                Column.maybeEmpty("weekday", weekday()),
                Column.filled("starts", CellFormat.timeOfDay()),
                Column.filled("ends", CellFormat.timeOfDay()));
    }

    @Override
    public List<String> key() {
        return List.of("pattern", "worker", "grid", "duty", "weekday", "starts");
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.known(this, "worker", "worker", "workers"), Check.known(this, "grid", "grid", "grids"));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = handle.createUpdate("""
                UPDATE weekly_shift s SET ends = i.ends::time
                FROM incoming_weekly i JOIN worker w ON w.code = i.worker JOIN grid g ON g.code = i.grid
                WHERE s.worker_id = w.id AND s.grid_id = g.id AND s.duty = i.duty AND s.pattern = i.pattern
                  AND s.weekday IS NOT DISTINCT FROM i.weekday::smallint AND s.starts = i.starts::time
                  AND s.ends <> i.ends::time
                """).execute();
        long added = handle.createUpdate("""
                INSERT INTO weekly_shift (pattern, worker_id, grid_id, duty, weekday, starts, ends)
                SELECT i.pattern, w.id, g.id, i.duty, i.weekday::smallint, i.starts::time, i.ends::time
                FROM incoming_weekly i JOIN worker w ON w.code = i.worker JOIN grid g ON g.code = i.grid
                ORDER BY i.file, i.line
                ON CONFLICT DO NOTHING
                """).execute();
        return new Counts(added, changed, staged - added - changed);
    }
}
