package io.kanhu.alerting.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who a message goes to. Blocks. */
final class Recipients {
    /** Those of the area itself, those in the roster of its grids, and those who supervise it; the self-test's worker is nobody. */
    private static final String UNDER = """
            WITH RECURSIVE under AS (
              SELECT id FROM area WHERE CASE WHEN :area::text IS NULL THEN parent_id IS NULL ELSE code = :area END
              UNION
              SELECT a.id FROM area a JOIN under u ON a.parent_id = u.id
            )
            """;

    private static final String ALL = UNDER + """
            SELECT w.id FROM staff w
             WHERE (w.area_id IN (SELECT id FROM under)
                    OR EXISTS (SELECT FROM worker_grid p JOIN grid g ON g.id = p.grid_id
                                WHERE p.worker_id = w.id AND g.area_id IN (SELECT id FROM under))
                    OR EXISTS (SELECT FROM area_duty d WHERE d.worker_id = w.id AND d.area_id IN (SELECT id FROM under)))
             ORDER BY w.id
            """;

    private static final String ON_DUTY = UNDER + """
            SELECT DISTINCT d.worker_id
              FROM (SELECT id AS grid, NULL::bigint AS area FROM grid WHERE area_id IN (SELECT id FROM under)
                    UNION ALL SELECT NULL, id FROM under) AS place
             CROSS JOIN LATERAL duty_of(place.grid, place.area, :now, :now) d
              JOIN staff w ON w.id = d.worker_id
             ORDER BY d.worker_id
            """;

    private Recipients() {}

    static List<Long> of(Handle handle, Messages.To to, Instant now) {
        return handle.createQuery(to.onDuty() ? ON_DUTY : ALL)
                .bind("area", to.area())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Long.class)
                .list();
    }

    static void add(Handle handle, long message, List<Long> workers) {
        handle.createUpdate("""
                        INSERT INTO message_recipient (message_id, worker_id, push)
                        SELECT :message, w.worker,
                               CASE WHEN EXISTS (SELECT FROM app_user u JOIN push_subscription s ON s.user_id = u.id
                                                  WHERE u.worker_id = w.worker AND NOT u.disabled) THEN 'pending' END
                          FROM unnest(:workers::bigint[]) AS w (worker)
                        """)
                .bind("message", message)
                .bindArray("workers", Long.class, workers)
                .execute();
    }
}
