package io.kanhu.registry.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of one file into the sheet's temporary table, a few thousand at a time, so that a file of any
 * length needs little memory here, and checks across rows and files are plain SQL.
 */
final class Staging {
    private static final int BATCH = 4000;

    private final Handle handle;
    private final Sheet sheet;
    private final int file;
    private final List<Long> lines = new ArrayList<>(BATCH);
    private final List<List<@Nullable String>> columns = new ArrayList<>();
    private long rows;

    Staging(Handle handle, Sheet sheet, int file) {
        this.handle = handle;
        this.sheet = sheet;
        this.file = file;
        sheet.columns().forEach(column -> columns.add(new ArrayList<>(BATCH)));
    }

    static void createTable(Handle handle, Sheet sheet) {
        handle.execute("""
                CREATE TEMPORARY TABLE %s (file int NOT NULL, line bigint NOT NULL, %s) ON COMMIT DROP
                """.formatted(sheet.table(), eachColumn(sheet, "%s text COLLATE \"C\"")));
    }

    /** Cells in the order of the sheet's columns; null for empty ones and for those already found bad. */
    void add(long line, List<@Nullable String> cells) {
        lines.add(line);
        for (int i = 0; i < cells.size(); i++) {
            columns.get(i).add(cells.get(i));
        }
        rows++;
        if (lines.size() == BATCH) {
            flush();
        }
    }

    void flush() {
        if (lines.isEmpty()) {
            return;
        }
        try (Update insert = handle.createUpdate("""
                INSERT INTO %s SELECT :file, * FROM unnest(:lines::bigint[], %s)
                """.formatted(sheet.table(), eachColumn(sheet, ":%s::text[]")))) {
            insert.bind("file", file).bindArray("lines", Long.class, lines);
            for (int i = 0; i < columns.size(); i++) {
                insert.bindArray(sheet.columns().get(i).name(), String.class, columns.get(i));
            }
            insert.execute();
        }
        lines.clear();
        columns.forEach(List::clear);
    }

    long rows() {
        return rows;
    }

    private static String eachColumn(Sheet sheet, String format) {
        return sheet.columns().stream()
                .map(column -> format.formatted(column.name()))
                .collect(Collectors.joining(", "));
    }
}
