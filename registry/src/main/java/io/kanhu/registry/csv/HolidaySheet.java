package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Public holidays, and days that are worked as another weekday. */
record HolidaySheet() implements Sheet {
    @Override
    public Kind kind() {
        return Kind.HOLIDAYS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("day", CellFormat.date()),
                Column.filled("name", CellFormat.text(200)),
                Column.defaulting("pattern", "holiday", CellFormat.text(64)),
                Column.optional("counts_as", WeeklySheet.weekday()));
    }

    @Override
    public List<String> key() {
        return List.of("day");
    }

    /** A pattern that no grid has yet leaves every roster as it is: the calendar may come first. */
    @Override
    public List<Check> checks() {
        return List.of();
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = handle.createUpdate("""
                UPDATE holiday h SET name = i.name, pattern = i.pattern, counts_as = i.counts_as::smallint
                FROM incoming_holidays i
                WHERE h.day = i.day::date
                  AND (h.name, h.pattern, h.counts_as) IS DISTINCT FROM (i.name, i.pattern, i.counts_as::smallint)
                """).execute();
        long added = handle.createUpdate("""
                INSERT INTO holiday (day, name, pattern, counts_as)
                SELECT i.day::date, i.name, i.pattern, i.counts_as::smallint FROM incoming_holidays i
                ORDER BY i.file, i.line
                ON CONFLICT DO NOTHING
                """).execute();
        return new Counts(added, changed, staged - added - changed);
    }
}
