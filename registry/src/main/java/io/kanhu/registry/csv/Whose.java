package io.kanhu.registry.csv;

import java.util.List;

/** Rows that hold for a wearer, or for everybody in an area: one of the two columns is filled. */
final class Whose {
    static final List<Column> COLUMNS =
            List.of(Column.maybeEmpty("wearer", CellFormat.text(64)), Column.maybeEmpty("area", CellFormat.text(64)));

    private Whose() {}

    /** @param with which a row is told from another of the same wearer or area; empty if there is one alone */
    static List<Check> checks(Sheet sheet, String with) {
        return List.of(
                Check.wearer(sheet),
                Check.known(sheet, "area", "area", "areas"),
                new Check("wearer", "is beside an area or both are empty, fill in one of the two", """
                        SELECT file, line, wearer AS value FROM %s WHERE num_nonnulls(wearer, area) <> 1
                        """.formatted(
                                sheet.table())),
                new Check("wearer", "or the area stands already further up, keep one of the two", """
                        SELECT file, line, coalesce(wearer, area) AS value
                        FROM (SELECT *, row_number() OVER (PARTITION BY wearer, area%s ORDER BY file, line) AS nth FROM %s) AS numbered
                        WHERE nth > 1
                        """.formatted(
                                with, sheet.table())));
    }
}
