package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** City, counties, streets, communities. */
record AreaSheet() implements Sheet {
    private static final Map<String, String> LEVELS = Map.of(
            "city",
            "city",
            "county",
            "county",
            "street",
            "street",
            "community",
            "community",
            "市",
            "city",
            "区县",
            "county",
            "街镇",
            "street",
            "社区",
            "community");

    @Override
    public Kind kind() {
        return Kind.AREAS;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.filled("code", CellFormat.text(64)),
                Column.filled("name", CellFormat.text(200)),
                Column.filled(
                        "level", CellFormat.oneOf(LEVELS, "is not a level, write city, county, street or community")),
                Column.maybeEmpty("parent", CellFormat.text(64)));
    }

    @Override
    public List<String> key() {
        return List.of("code");
    }

    @Override
    public List<Check> checks() {
        return List.of(Check.known(this, "parent", "area", "areas"), parentStandsAbove());
    }

    /** Looks at the tree as it would be after the import, so that no loop can come in by halves. */
    private static Check parentStandsAbove() {
        return new Check("parent", "is not above it, name an area of a higher level", """
                WITH coming AS (
                  SELECT file, line, code, parent, array_position('{city,county,street,community}', level) AS depth
                  FROM incoming_areas
                  UNION ALL
                  SELECT NULL, NULL, a.code, p.code, array_position('{city,county,street,community}', a.level)
                  FROM area a LEFT JOIN area p ON p.id = a.parent_id
                  WHERE NOT EXISTS (SELECT FROM incoming_areas i WHERE i.code = a.code))
                SELECT coalesce(c.file, p.file) AS file, coalesce(c.line, p.line) AS line, c.parent AS value
                FROM coming c JOIN coming p ON p.code = c.parent
                WHERE p.depth >= c.depth AND coalesce(c.line, p.line) IS NOT NULL
                """);
    }

    @Override
    public Counts merge(Handle handle, long staged) {
        long changed = countChanged(handle);
        long added = insert(handle);
        update(handle);
        return new Counts(added, changed, staged - added - changed);
    }

    private static long countChanged(Handle handle) {
        return handle.createQuery("""
                SELECT count(*)
                FROM incoming_areas i JOIN area a ON a.code = i.code LEFT JOIN area p ON p.id = a.parent_id
                WHERE (a.name, a.level, p.code) IS DISTINCT FROM (i.name, i.level, i.parent)
                """).mapTo(Long.class).one();
    }

    /** Without parents, which may come later in the file. */
    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO area (code, name, level)
                SELECT code, name, level FROM incoming_areas i
                WHERE NOT EXISTS (SELECT FROM area a WHERE a.code = i.code)
                ORDER BY file, line
                """).execute();
    }

    private static void update(Handle handle) {
        handle.createUpdate("""
                UPDATE area a SET name = i.name, level = i.level, parent_id = p.id
                FROM incoming_areas i LEFT JOIN area p ON p.code = i.parent
                WHERE a.code = i.code AND (a.name, a.level, a.parent_id) IS DISTINCT FROM (i.name, i.level, p.id)
                """).execute();
    }
}
