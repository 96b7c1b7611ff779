package io.kanhu.alerting.escalation;

import io.kanhu.alerting.ladder.Addresses;
import io.kanhu.alerting.ladder.Whom;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** Who stands behind the words of a ladder. Blocks. */
final class People {
    /**
     * Those who are there for the alerts that {@code concerned} names, at {@code :at}. Reads {@code concerned} (id, grid_id,
     * wearer_id) and {@code up} (grid_id, area_id, level, depth) and gives {@code people}; the nearest level has the least depth.
     */
    static final String SQL = """
            duty AS (
              SELECT s.grid_id, s.worker_id, 0 AS depth,
                     CASE WHEN bool_and(s.duty = 'backup') THEN 'backup' ELSE 'on_duty' END AS whom
                FROM roster_shift s
               WHERE s.grid_id IN (SELECT grid_id FROM concerned)
                 AND s.starts_at <= :at AND (s.ends_at IS NULL OR s.ends_at > :at)
               GROUP BY s.grid_id, s.worker_id
              UNION ALL
              SELECT DISTINCT up.grid_id, d.worker_id, up.depth, up.level || '_' || d.duty
                FROM up JOIN area_duty d ON d.area_id = up.area_id
               WHERE d.starts_at <= :at AND (d.ends_at IS NULL OR d.ends_at > :at)
            ), said AS (
              SELECT n.alert_id, n.worker_id, n.contact_id, bool_or(n.state = 'received') AS received,
                     bool_and(n.state = 'declined') AS declined
                FROM concerned c JOIN notification n ON n.alert_id = c.id
               WHERE n.band IS NULL
               GROUP BY n.alert_id, n.worker_id, n.contact_id
            ), people AS (
              SELECT c.id AS alert_id, d.whom, d.depth, w.id AS worker_id, NULL::bigint AS contact_id,
                     %s,
                     s.alert_id IS NOT NULL AS told, s.received, s.declined
                FROM concerned c JOIN duty d ON d.grid_id = c.grid_id JOIN worker w ON w.id = d.worker_id
                LEFT JOIN said s ON s.alert_id = c.id AND s.worker_id = w.id
              UNION ALL
              SELECT c.id, 'family', 100 + k.priority, NULL, k.id, %s,
                     s.alert_id IS NOT NULL, s.received, s.declined
                FROM concerned c JOIN contact k ON k.wearer_id = c.wearer_id
                LEFT JOIN said s ON s.alert_id = c.id AND s.contact_id = k.id
            )
            """.formatted(Addresses.OF_WORKER, Addresses.OF_CONTACT);

    private People() {}

    /** A row of {@code people}. */
    static Person read(ResultSet row) throws SQLException {
        return new Person(
                Whom.of(row.getString("whom")),
                row.getObject("worker_id", Long.class),
                row.getObject("contact_id", Long.class),
                Addresses.read(row),
                row.getBoolean("told"),
                row.getBoolean("received"),
                row.getBoolean("declined"));
    }

    /** A worker, wherever they are on duty. */
    static Person worker(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT %s FROM worker w WHERE w.id = :id
                        """.formatted(Addresses.OF_WORKER))
                .bind("id", id)
                .map((row, context) -> new Person(Whom.ON_DUTY, id, null, Addresses.read(row), true, true, false))
                .one();
    }
}
