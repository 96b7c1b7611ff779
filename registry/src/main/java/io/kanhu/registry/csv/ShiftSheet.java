package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Who has which duty where and when; without an end, until further notice.
 *
 * @param kept the table where they are kept
 * @param place a table whose rows are the places, and the column that names one
 * @param usual the duty where none is given
 * @param other the other one there is
 */
record ShiftSheet(Kind kind, String kept, String place, String usual, String other) implements Sheet {

    /** Who is on duty in which grid. */
    static ShiftSheet ofGrids() {
        return new ShiftSheet(Kind.ROSTER, "roster_shift", "grid", "primary", "backup");
    }

    /** Who supervises which area, or sits at its desk. */
    static ShiftSheet ofAreas() {
        return new ShiftSheet(Kind.DUTIES, "area_duty", "area", "supervisor", "desk");
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("worker", CellFormat.text(64)),
                Column.filled(place, CellFormat.text(64)),
                Column.defaulting(
                        "duty",
                        usual,
                        CellFormat.oneOf(
                                Map.of(usual, usual, other, other),
                                "is not a duty, write %s or %s".formatted(usual, other))),
                Column.filled("starts", CellFormat.instant()),
                Column.maybeEmpty("ends", CellFormat.instant()));
    }

    @Override
    public List<String> key() {
        return List.of("worker", place, "duty", "starts");
    }

    @Override
    public List<Check> checks() {
        return List.of(
                Check.known(this, "worker", "worker", "workers"),
                Check.known(this, place, place, place + "s"),
                Check.endsAfterStarts(this));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = handle.createUpdate("""
                UPDATE %1$s s SET ends_at = i.ends::timestamptz
                FROM %2$s i JOIN worker w ON w.code = i.worker JOIN %3$s p ON p.code = i.%3$s
                WHERE s.worker_id = w.id AND s.%3$s_id = p.id AND s.duty = i.duty
                  AND s.starts_at = i.starts::timestamptz AND s.ends_at IS DISTINCT FROM i.ends::timestamptz
                """.formatted(kept, table(), place)).execute();
        long added = handle.createUpdate("""
                INSERT INTO %1$s (worker_id, %3$s_id, duty, starts_at, ends_at)
                SELECT w.id, p.id, i.duty, i.starts::timestamptz, i.ends::timestamptz
                FROM %2$s i JOIN worker w ON w.code = i.worker JOIN %3$s p ON p.code = i.%3$s
                WHERE NOT EXISTS (
                  SELECT FROM %1$s s
                  WHERE s.worker_id = w.id AND s.%3$s_id = p.id AND s.duty = i.duty
                    AND s.starts_at = i.starts::timestamptz)
                ORDER BY i.file, i.line
                """.formatted(kept, table(), place)).execute();
        return new Counts(added, changed, staged - added - changed);
    }
}
