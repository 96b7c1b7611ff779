package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.CreatedWearers;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Wearers known only because a band's row names them. They are made, and reported, because it may be a typing error.
 */
final class UnknownWearers {
    private static final int EXAMPLES = 20;

    private UnknownWearers() {}

    static CreatedWearers create(Handle handle) {
        handle.execute("""
                CREATE TEMPORARY TABLE unknown_wearers ON COMMIT DROP AS
                SELECT DISTINCT ON (i.wearer) i.wearer AS code, coalesce(i.name, i.wearer) AS name, i.grid,
                  i.file, i.line
                FROM incoming_bands i
                WHERE i.wearer IS NOT NULL
                  AND NOT EXISTS (SELECT FROM wearer w WHERE w.code = i.wearer)
                  AND NOT EXISTS (
                    SELECT FROM wearer w
                    WHERE w.id = CASE WHEN i.wearer ~ '^[1-9][0-9]{0,17}$' THEN i.wearer::bigint END)
                ORDER BY i.wearer, i.file, i.line
                """);
        long count = insert(handle);
        return count == 0 ? CreatedWearers.NONE : new CreatedWearers(count, examples(handle));
    }

    private static long insert(Handle handle) {
        return handle.createUpdate("""
                INSERT INTO wearer (code, name, grid_id)
                SELECT u.code, u.name, g.id FROM unknown_wearers u LEFT JOIN grid g ON g.code = u.grid
                ORDER BY u.file, u.line
                """).execute();
    }

    private static List<String> examples(Handle handle) {
        return handle.createQuery("SELECT code FROM unknown_wearers ORDER BY file, line LIMIT :examples")
                .bind("examples", EXAMPLES)
                .mapTo(String.class)
                .list();
    }
}
