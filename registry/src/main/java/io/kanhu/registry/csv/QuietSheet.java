package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** When to leave people in peace. What differs from before is ended and begun anew, so that what held when stays known. */
record QuietSheet(Instant now) implements Sheet {
    private static final String END = """
            UPDATE quiet_hours q SET ended_at = :now, ended_by = 'import'
            FROM incoming_quiet i LEFT JOIN wearer w ON w.code = i.wearer LEFT JOIN area a ON a.code = i.area
            WHERE (q.wearer_id = w.id OR q.area_id = a.id) AND q.ended_at IS NULL
              AND (q.begins, q.ends) IS DISTINCT FROM (i.begins::time, i.ends::time)
            """;

    private static final String BEGIN = """
            INSERT INTO quiet_hours (wearer_id, area_id, begins, ends, set_at, set_by)
            SELECT w.id, a.id, i.begins::time, i.ends::time, :now, 'import'
            FROM incoming_quiet i LEFT JOIN wearer w ON w.code = i.wearer LEFT JOIN area a ON a.code = i.area
            WHERE NOT EXISTS (
              SELECT FROM quiet_hours q WHERE (q.wearer_id = w.id OR q.area_id = a.id) AND q.ended_at IS NULL)
            ORDER BY i.file, i.line
            """;

    private static final CellFormat TIME =
            CellFormat.matching("([01][0-9]|2[0-3]):[0-5][0-9]", "is not a time of day, write it like 21:30");

    @Override
    public Kind kind() {
        return Kind.QUIET;
    }

    @Override
    public List<Column> columns() {
        return Stream.concat(
                        Whose.COLUMNS.stream(), Stream.of(Column.filled("begins", TIME), Column.filled("ends", TIME)))
                .toList();
    }

    @Override
    public List<String> key() {
        return List.of("wearer", "area");
    }

    @Override
    public List<Check> checks() {
        return Stream.concat(
                        Whose.checks(this, "").stream(),
                        Stream.of(new Check("ends", "is when they begin, correct one of them", """
                                SELECT file, line, ends AS value FROM incoming_quiet WHERE begins = ends
                                """)))
                .toList();
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        return Succession.merge(handle, now, staged, END, BEGIN);
    }
}
