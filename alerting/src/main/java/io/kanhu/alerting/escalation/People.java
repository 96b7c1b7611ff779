package io.kanhu.alerting.escalation;

import io.kanhu.alerting.ladder.Whom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Who stands behind the words of a ladder, for many alerts in one question. Blocks. */
final class People {
    private People() {}

    /** Those who are there for these alerts at that moment, the nearest level first; an alert with nobody is absent. */
    static Map<Long, List<Person>> of(Handle handle, List<Long> alerts, Instant at) {
        Map<Long, List<Person>> people = new HashMap<>();
        handle.createQuery("""
                        WITH RECURSIVE concerned AS (
                          SELECT id, grid_id, wearer_id FROM alert WHERE id = ANY(:alerts)
                        ), up(grid_id, area_id, parent_id, level, depth) AS (
                          SELECT g.id, a.id, a.parent_id, a.level, 1
                            FROM grid g JOIN area a ON a.id = g.area_id WHERE g.id IN (SELECT grid_id FROM concerned)
                          UNION ALL
                          SELECT up.grid_id, a.id, a.parent_id, a.level, up.depth + 1
                            FROM up JOIN area a ON a.id = up.parent_id WHERE up.depth < 10
                        ), duty AS (
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
                          SELECT alert_id, worker_id, contact_id, bool_or(state = 'received') AS received,
                                 bool_and(state = 'declined') AS declined
                            FROM notification WHERE alert_id = ANY(:alerts) AND band IS NULL
                           GROUP BY alert_id, worker_id, contact_id
                        )
                        SELECT c.id AS alert_id, d.whom, d.depth, w.id AS worker_id, NULL::bigint AS contact_id,
                               w.phone IS NOT NULL AS telephone,
                               EXISTS (SELECT FROM app_user u WHERE u.worker_id = w.id AND NOT u.disabled) AS logs_in,
                               s.alert_id IS NOT NULL AS told, s.received, s.declined
                          FROM concerned c JOIN duty d ON d.grid_id = c.grid_id JOIN worker w ON w.id = d.worker_id
                          LEFT JOIN said s ON s.alert_id = c.id AND s.worker_id = w.id
                        UNION ALL
                        SELECT c.id, 'family', 100 + k.priority, NULL, k.id, true, false,
                               s.alert_id IS NOT NULL, s.received, s.declined
                          FROM concerned c JOIN contact k ON k.wearer_id = c.wearer_id
                          LEFT JOIN said s ON s.alert_id = c.id AND s.contact_id = k.id
                         ORDER BY alert_id, depth, worker_id, contact_id
                        """)
                .bindArray("alerts", Long.class, alerts)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .map((row, context) -> people.computeIfAbsent(row.getLong("alert_id"), alert -> new ArrayList<>())
                        .add(new Person(
                                Whom.of(row.getString("whom")),
                                row.getObject("worker_id", Long.class),
                                row.getObject("contact_id", Long.class),
                                row.getBoolean("telephone"),
                                row.getBoolean("logs_in"),
                                row.getBoolean("told"),
                                row.getBoolean("received"),
                                row.getBoolean("declined"))))
                .list();
        return people;
    }

    /** A worker, wherever they are on duty. */
    static Person worker(Handle handle, long id) {
        return handle.createQuery("""
                        SELECT w.phone IS NOT NULL AS telephone,
                               EXISTS (SELECT FROM app_user u WHERE u.worker_id = w.id AND NOT u.disabled) AS logs_in
                          FROM worker w WHERE w.id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> new Person(
                        Whom.ON_DUTY,
                        id,
                        null,
                        row.getBoolean("telephone"),
                        row.getBoolean("logs_in"),
                        true,
                        true,
                        false))
                .one();
    }
}
