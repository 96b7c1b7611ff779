package io.kanhu.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who is on duty where. Reads inside the caller's transaction and blocks. */
public final class Roster {
    /** A worker sees a grid this long before and after a shift there, for the hand-over and the paperwork. */
    public static final Duration AROUND_A_SHIFT = Duration.ofHours(24);

    /**
     * Those on primary duty first, then the backups; a worker who is both is primary. A shift's end is not part of
     * it.
     */
    public List<OnDuty> onDuty(Handle handle, long gridId, Instant at) {
        return handle.createQuery("""
                SELECT w.id, w.name, w.phone, w.language, bool_and(s.duty = 'backup') AS backup
                FROM duty_of(:gridId, NULL, :at, :at) s JOIN worker w ON w.id = s.worker_id
                GROUP BY w.id
                ORDER BY backup, w.id
                """)
                .bind("gridId", gridId)
                .bind("at", at)
                .map((row, context) -> new OnDuty(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("phone"),
                        row.getString("language"),
                        row.getBoolean("backup")))
                .list();
    }

    /** The ids of the grids a worker has a shift in, or had or will have within {@link #AROUND_A_SHIFT}. */
    public List<Long> gridsOf(Handle handle, long workerId, Instant at) {
        return handle.createQuery("""
                SELECT DISTINCT g.grid_id
                FROM worker_grid g CROSS JOIN LATERAL duty_of(g.grid_id, NULL, :earliest, :latest) d
                WHERE g.worker_id = :workerId AND d.worker_id = :workerId
                ORDER BY g.grid_id
                """)
                .bind("workerId", workerId)
                .bind("earliest", at.minus(AROUND_A_SHIFT))
                .bind("latest", at.plus(AROUND_A_SHIFT))
                .mapTo(Long.class)
                .list();
    }
}
