package io.kanhu.registry.csv;

import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Finds rows that name the same thing, in one file or in two files of a kind, and names both lines. */
final class Duplicates {
    private Duplicates() {}

    static void find(Handle handle, Sheet sheet, SourceFiles files, BadCells bad) {
        String key = String.join(", ", sheet.key());
        String filled =
                sheet.key().stream().map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        handle.createQuery("""
                        SELECT file, line, value, first_file, first_line
                        FROM (SELECT file, line, concat_ws(' ', %1$s) AS value,
                                first_value(file) OVER same AS first_file,
                                first_value(line) OVER same AS first_line,
                                row_number() OVER same AS nth
                              FROM %2$s WHERE %3$s
                              WINDOW same AS (PARTITION BY %1$s ORDER BY file, line)) numbered
                        WHERE nth > 1
                        """.formatted(key, sheet.table(), filled))
                .setFetchSize(1000)
                .map((row, context) -> {
                    bad.add(
                            files.nameOf(row.getInt("file")),
                            row.getLong("line"),
                            String.join(", ", sheet.key()),
                            row.getString("value"),
                            "stands already in %s:%d, keep one of the two"
                                    .formatted(files.nameOf(row.getInt("first_file")), row.getLong("first_line")));
                    return true;
                })
                .forEach(found -> {});
    }
}
