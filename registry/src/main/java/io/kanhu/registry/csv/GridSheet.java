package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The cells of communities that one worker each looks after. */
record GridSheet() implements Sheet {
    @Override
    public Kind kind() {
        return Kind.GRIDS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("code", CellFormat.text(64)),
                Column.filled("name", CellFormat.text(200)),
                Column.filled("area", CellFormat.text(64)));
    }

    @Override
    public List<String> key() {
        return List.of("code");
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.known(this, "area", "area", "areas"));
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = update(handle);
        long added = insert(handle);
        return new Counts(added, changed, staged - added - changed);
    }

    private static long update(Handle handle) {
        return handle.createUpdate("""
                UPDATE grid g SET name = i.name, area_id = a.id
                FROM incoming_grids i JOIN area a ON a.code = i.area
                WHERE g.code = i.code AND (g.name, g.area_id) IS DISTINCT FROM (i.name, a.id)
                """).execute();
    }

    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO grid (code, name, area_id)
                SELECT i.code, i.name, a.id FROM incoming_grids i JOIN area a ON a.code = i.area
                WHERE NOT EXISTS (SELECT FROM grid g WHERE g.code = i.code)
                ORDER BY i.file, i.line
                """).execute();
    }
}
