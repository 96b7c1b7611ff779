package io.kanhu.registry.csv;

import io.kanhu.registry.csv.CellFormat.Bad;
import io.kanhu.registry.csv.CellFormat.Good;
import io.kanhu.registry.csv.Column.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes the rows of one file: finds the columns by the header, checks every cell and stages the row. */
final class SheetReader implements CsvRows.Taker {
    private static final int ABSENT = -1;

    private final String file;
    private final Sheet sheet;
    private final BadCells bad;
    private final Staging staging;
    private int @Nullable [] positions;
    private int width;

    SheetReader(Handle handle, Sheet sheet, SourceFiles files, int position, BadCells bad) {
        this.file = files.nameOf(position);
        this.sheet = sheet;
        this.staging = new Staging(handle, sheet, position);
        this.bad = bad;
    }

    @Override
    public boolean take(long line, CSVRecord row) {
        if (positions == null) {
            positions = header(line, row);
            return positions != null;
        }
        cells(line, row, positions);
        return true;
    }

    /** To be called when all rows were taken; returns whether they could be. */
    boolean end() {
        if (positions == null && width == 0) {
            bad.add(file, 0, null, "is empty, begin it with the header " + wanted());
        }
        staging.flush();
        return positions != null;
    }

    long rows() {
        return staging.rows();
    }

    private int @Nullable [] header(long line, CSVRecord row) {
        width = row.size();
        List<String> names =
                row.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        int[] found = new int[sheet.columns().size()];
        boolean complete = true;
        for (int i = 0; i < found.length; i++) {
            Column column = sheet.columns().get(i);
            found[i] = names.indexOf(column.name());
            if (found[i] == ABSENT && column.need() != Need.MAY_BE_ABSENT) {
                bad.add(file, line, column.name(), "the column is missing, add it to the header " + wanted());
                complete = false;
            } else if (found[i] != names.lastIndexOf(column.name())) {
                bad.add(file, line, column.name(), "the column is there twice, remove or rename one");
                complete = false;
            }
        }
        return complete ? found : null;
    }

    private void cells(long line, CSVRecord row, int[] positions) {
        if (row.size() > width) {
            bad.add(
                    file,
                    line,
                    null,
                    "the row has " + row.size() + " cells and the header " + width
                            + ", put a cell that contains a comma in quotes");
            return;
        }
        List<@Nullable String> cells = new ArrayList<>(positions.length);
        for (int i = 0; i < positions.length; i++) {
            int position = positions[i];
            String raw = position == ABSENT || position >= row.size() ? "" : row.get(position);
            cells.add(cell(line, sheet.columns().get(i), raw));
        }
        staging.add(line, cells);
    }

    private @Nullable String cell(long line, Column column, String raw) {
        String value = column.secret() ? raw : raw.strip();
        if (value.isEmpty()) {
            if (column.need() == Need.FILLED) {
                bad.add(file, line, column.name(), "is empty, fill it in");
            }
            return column.whenEmpty();
        }
        return switch (column.format().read(value)) {
            case Good good -> good.value();
            case Bad wrong -> {
                bad.add(file, line, column.name(), column.secret() ? null : value, wrong.reason());
                yield null;
            }
        };
    }

    private String wanted() {
        return String.join(
                ",",
                sheet.columns().stream()
                        .filter(column -> column.need() != Need.MAY_BE_ABSENT)
                        .map(Column::name)
                        .toList());
    }
}
