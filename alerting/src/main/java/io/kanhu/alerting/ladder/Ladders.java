package io.kanhu.alerting.ladder;

import io.kanhu.alerting.ladder.Rung.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** The ladders there are. Thread-safe; blocks, inside the caller's transaction. */
public final class Ladders {
    private static final String SELECT = """
            SELECT l.*, a.code AS area,
                   ARRAY(SELECT r.rung || ' ' || r.after_seconds || ' ' || r.unless FROM ladder_rung r
                          WHERE r.ladder_id = l.id ORDER BY r.rung) AS rungs,
                   ARRAY(SELECT p.rung || ' ' || p.whom || ' ' || p.channel FROM ladder_page p
                          WHERE p.ladder_id = l.id ORDER BY p.rung, p.position) AS pages
              FROM ladder l LEFT JOIN area a ON a.id = l.area_id
            """;

    /** A version never changes, so it need be read only once. */
    private final ConcurrentHashMap<Long, Ladder> known = new ConcurrentHashMap<>();

    /** A version of a ladder. */
    public Ladder get(Handle handle, long id) {
        Ladder ladder = known.get(id);
        if (ladder == null) {
            ladder = read(handle, id);
            known.put(id, ladder);
        }
        return ladder;
    }

    /** The same, not from memory: what was just written may be rolled back. */
    Ladder read(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE l.id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .one();
    }

    /** Those that hold now: everywhere's first, then by area. */
    public List<Ladder> current(Handle handle) {
        return handle.createQuery(
                        SELECT + " WHERE l.superseded_at IS NULL ORDER BY a.code NULLS FIRST, l.kind, l.severity")
                .map((row, context) -> read(row))
                .list();
    }

    /** All that a ladder has been, the newest first. */
    public List<Ladder> versions(Handle handle, long id) {
        return handle.createQuery(SELECT + """
                         JOIN ladder o ON o.id = :id AND o.area_id IS NOT DISTINCT FROM l.area_id AND o.kind = l.kind
                                      AND o.severity = l.severity
                         ORDER BY l.version DESC
                        """)
                .bind("id", id)
                .map((row, context) -> read(row))
                .list();
    }

    private static Ladder read(ResultSet row) throws SQLException {
        return new Ladder(
                row.getLong("id"),
                row.getString("area"),
                row.getString("kind"),
                row.getString("severity"),
                row.getInt("version"),
                rungs((String[]) row.getArray("rungs").getArray(), (String[])
                        row.getArray("pages").getArray()),
                Duration.ofSeconds(row.getInt("repeat_seconds")),
                Duration.ofSeconds(row.getInt("silent_seconds")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"));
    }

    private static List<Rung> rungs(String[] rungs, String[] pages) {
        List<Rung> all = new ArrayList<>();
        for (String rung : rungs) {
            String[] words = rung.split(" ", -1);
            List<Page> called = new ArrayList<>();
            for (String page : pages) {
                String[] parts = page.split(" ", -1);
                if (parts[0].equals(words[0])) {
                    called.add(new Page(Whom.of(parts[1]), Means.of(parts[2])));
                }
            }
            all.add(new Rung(Duration.ofSeconds(Long.parseLong(words[1])), Unless.of(words[2]), called));
        }
        return all;
    }
}
