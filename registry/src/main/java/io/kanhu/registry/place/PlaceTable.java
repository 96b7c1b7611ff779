package io.kanhu.registry.place;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.locationtech.jts.io.WKBWriter;

/** The registry's side of an import of shapes. Inside the caller's transaction, which holds the registry's lock. Blocks. */
final class PlaceTable {
    private final Handle handle;

    PlaceTable(Handle handle) {
        this.handle = handle;
    }

    /** Codes that are there, and of areas the level. */
    record Known(Map<String, Level> areas, Set<String> grids) {}

    Known known() {
        Map<String, Level> areas = new HashMap<>();
        handle.createQuery("SELECT code, level FROM area")
                .map((row, context) -> areas.put(
                        row.getString("code"), Level.of(row.getString("level")).orElseThrow()))
                .forEach(before -> {});
        return new Known(
                areas,
                new HashSet<>(handle.createQuery("SELECT code FROM grid")
                        .mapTo(String.class)
                        .list()));
    }

    PlaceReport write(List<Draft> drafts, List<String> notes) {
        int created = 0;
        int drawn = 0;
        int redrawn = 0;
        // From the city down, so that what a place belongs to is there before it.
        for (Draft draft : drafts.stream()
                .sorted(Comparator.comparing((Draft draft) -> levelOf(draft)).reversed())
                .toList()) {
            boolean grid = levelOf(draft) == Level.GRID;
            created += grid ? makeGrid(draft) : makeArea(draft);
            Optional<Boolean> isNew = draw(draft, grid ? "grid" : "area");
            drawn += isNew.orElse(false) ? 1 : 0;
            redrawn += isNew.isPresent() && !isNew.get() ? 1 : 0;
        }
        return new PlaceReport(created, drawn, redrawn, drafts.size() - drawn - redrawn, notes);
    }

    private int makeArea(Draft draft) {
        return handle.createUpdate("""
                        INSERT INTO area (code, name, level, parent_id)
                        VALUES (:code, :name, :level, (SELECT id FROM area WHERE code = :parent))
                        ON CONFLICT (code) DO NOTHING
                        """)
                .bind("code", draft.code())
                .bind("name", draft.name())
                .bind("level", levelOf(draft).code())
                .bind("parent", draft.parent())
                .execute();
    }

    private int makeGrid(Draft draft) {
        return handle.createUpdate("""
                        INSERT INTO grid (code, name, area_id) SELECT :code, :name, id FROM area WHERE code = :parent
                        ON CONFLICT (code) DO NOTHING
                        """)
                .bind("code", draft.code())
                .bind("name", draft.name())
                .bind("parent", draft.parent())
                .execute();
    }

    /** Whether it had no shape; nothing if it had this one. */
    private Optional<Boolean> draw(Draft draft, String table) {
        return handle.createQuery("""
                        INSERT INTO place_shape AS s (%1$s_id, shape) SELECT id, :shape FROM %1$s WHERE code = :code
                        ON CONFLICT (%1$s_id) DO UPDATE SET shape = EXCLUDED.shape, revision = nextval('registry_revision')
                         WHERE s.shape <> EXCLUDED.shape
                        RETURNING xmax = 0 AS is_new
                        """.formatted(table))
                .bind("code", draft.code())
                .bind("shape", new WKBWriter().write(draft.shape()))
                .mapTo(Boolean.class)
                .findOne();
    }

    private static Level levelOf(Draft draft) {
        return Objects.requireNonNull(draft.level());
    }
}
