package io.kanhu.alerting.escalation;

import io.kanhu.alerting.ladder.Addresses;
import io.kanhu.alerting.ladder.Whom;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/** Who stands behind the words of a ladder. Blocks. */
final class People {
    /**
     * Those who are there for the alerts that {@code concerned} names, at {@code :at}. Reads {@code concerned} (id,
     * wearer_id), {@code spot} (alert_id, grid_id, home) and {@code up} (alert_id, area_id, level, depth, home), where home tells the
     * place the wearer lives in from the one the wearer is in, and gives {@code people}; the nearest level has the least depth.
     */
    static final String SQL = """
            in_grids AS (
              SELECT g.grid_id, d.worker_id, d.duty
                FROM (SELECT DISTINCT grid_id FROM spot WHERE grid_id IS NOT NULL) g
               CROSS JOIN LATERAL duty_of(g.grid_id, NULL, :at, :at) d
            ), in_areas AS (
              SELECT a.area_id, d.worker_id, d.duty
                FROM (SELECT DISTINCT area_id FROM up) a
               CROSS JOIN LATERAL duty_of(NULL, a.area_id, :at, :at) d
            ), duty AS (
              SELECT s.alert_id, g.worker_id, 0 AS depth,
                     CASE WHEN bool_and(g.duty = 'backup') THEN 'backup' ELSE 'on_duty' END AS whom,
                     bool_or(s.home) AS home, bool_or(NOT s.home) AS there
                FROM spot s JOIN in_grids g ON g.grid_id = s.grid_id
               GROUP BY s.alert_id, g.worker_id
              UNION ALL
              SELECT u.alert_id, d.worker_id, min(u.depth), u.level || '_' || d.duty,
                     bool_or(u.home), bool_or(NOT u.home)
                FROM up u JOIN in_areas d ON d.area_id = u.area_id
               GROUP BY u.alert_id, d.worker_id, u.level, d.duty
            ), said AS (
              SELECT n.alert_id, n.worker_id, n.contact_id, bool_or(n.state = 'received') AS received,
                     bool_and(n.state = 'declined') AS declined
                FROM concerned c JOIN notification n ON n.alert_id = c.id
               WHERE n.band IS NULL
               GROUP BY n.alert_id, n.worker_id, n.contact_id
            ), people AS (
              SELECT c.id AS alert_id, d.whom, d.depth, w.id AS worker_id, NULL::bigint AS contact_id,
                     CASE WHEN NOT d.there THEN 'home' WHEN d.home THEN 'both' ELSE 'whereabouts' END AS because,
                     %s,
                     s.alert_id IS NOT NULL AS told, s.received, s.declined
                FROM concerned c JOIN duty d ON d.alert_id = c.id JOIN worker w ON w.id = d.worker_id
                LEFT JOIN said s ON s.alert_id = c.id AND s.worker_id = w.id
              UNION ALL
              SELECT c.id, 'family', 100 + k.priority, NULL, k.id, NULL, %s,
                     s.alert_id IS NOT NULL, s.received, s.declined
                FROM concerned c
                -- Alert by alert (OFFSET): for some alerts at once PostgreSQL may read the whole city's contacts.
                CROSS JOIN LATERAL (SELECT * FROM contact k WHERE k.wearer_id = c.wearer_id OFFSET 0) k
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
                row.getString("because"),
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
                .map((row, context) -> new Person(Whom.ON_DUTY, id, null, null, Addresses.read(row), true, true, false))
                .one();
    }
}
