package io.kanhu.registry.roster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The roster as one worker sees it: with what was swapped, and without the time they are off. Blocks. */
public final class OwnShifts {
    private final Jdbi jdbi;

    public OwnShifts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A span of duty.
     *
     * @param place name of the grid, or of the area
     * @param duty {@code primary}, {@code backup}, {@code supervisor} or {@code desk}
     * @param from {@code null} if it has always been so
     * @param until {@code null} until further notice
     */
    public record Shift(
            String place,
            String duty,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /** Somebody a shift can be swapped with. */
    public record Colleague(String code, String name) {}

    /** Those that are not over at one moment and have begun at another, the earliest first. */
    public List<Shift> of(long workerId, Instant from, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT g.name, d.duty, nullif(d.starts_at, '-infinity') AS starts_at, d.ends_at
                          FROM worker_grid p JOIN grid g ON g.id = p.grid_id
                         CROSS JOIN LATERAL duty_of(p.grid_id, NULL, :from, :until) d
                         WHERE p.worker_id = :worker AND d.worker_id = :worker
                        UNION
                        SELECT a.name, d.duty, nullif(d.starts_at, '-infinity'), d.ends_at
                          FROM (SELECT DISTINCT area_id FROM area_duty WHERE worker_id = :worker) p JOIN area a ON a.id = p.area_id
                         CROSS JOIN LATERAL duty_of(NULL, p.area_id, :from, :until) d
                         WHERE d.worker_id = :worker
                         ORDER BY starts_at NULLS FIRST, name
                        """)
                .bind("worker", workerId)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .map((row, context) -> new Shift(
                        row.getString("name"),
                        row.getString("duty"),
                        instant(row, "starts_at"),
                        instant(row, "ends_at")))
                .list());
    }

    /** The ids of the grids a worker is on duty in at a moment. */
    public List<Long> gridsNow(long workerId, Instant at) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT p.grid_id FROM worker_grid p CROSS JOIN LATERAL duty_of(p.grid_id, NULL, :at, :at) d
                         WHERE p.worker_id = :worker AND d.worker_id = :worker ORDER BY p.grid_id
                        """)
                .bind("worker", workerId)
                .bind("at", utc(at))
                .mapTo(Long.class)
                .list());
    }

    /** The workers of the grids of the same areas, by name. */
    public List<Colleague> colleagues(long workerId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT w.code, w.name FROM worker w
                         WHERE w.id <> :worker AND w.id IN (
                               SELECT o.worker_id FROM worker_grid o JOIN grid g ON g.id = o.grid_id
                                WHERE g.area_id IN (SELECT h.area_id FROM worker_grid m JOIN grid h ON h.id = m.grid_id
                                                     WHERE m.worker_id = :worker))
                         ORDER BY w.name, w.code
                        """)
                .bind("worker", workerId)
                .map((row, context) -> new Colleague(row.getString("code"), row.getString("name")))
                .list());
    }

    /** What the registry calls a worker. */
    public String codeOf(long workerId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT code FROM worker WHERE id = :worker")
                .bind("worker", workerId)
                .mapTo(String.class)
                .one());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
