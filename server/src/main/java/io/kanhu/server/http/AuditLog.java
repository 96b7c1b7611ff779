package io.kanhu.server.http;

import io.kanhu.registry.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads what {@link Audit} has written. Blocks. */
final class AuditLog {
    private final Jdbi jdbi;

    AuditLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Which lines; {@code null} is any.
     *
     * @param user the name of who looked, or of whom something was done to
     * @param from inclusive
     * @param to exclusive
     * @param before lines older than the one with this id
     * @param scope of wearers who live there
     * @param everything also what is about no wearer: users, and the log itself
     */
    record Wanted(
            @Nullable Long wearer,
            @Nullable String user,
            @Nullable String what,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before,
            Scope scope,
            boolean everything) {}

    /**
     * One line.
     *
     * @param role of who looked, as it is now
     * @param worker their own name
     * @param kind of the alert that was the reason
     * @param reason as they gave it
     * @param subject the user something was done to
     */
    record Entry(
            long id,
            Instant at,
            String user,
            String role,
            @Nullable String worker,
            String what,
            @Nullable Long wearerId,
            @Nullable String wearer,
            @Nullable Long alertId,
            @Nullable String kind,
            @Nullable String reason,
            @Nullable String subject,
            @Nullable String detail) {}

    /** The newest first. */
    List<Entry> newest(Wanted wanted, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT r.id, r.at, u.name AS user_name, u.role, k.name AS worker, r.what, r.wearer_id, w.name AS wearer,
                               r.alert_id, a.kind, r.reason, s.name AS subject, r.detail
                          FROM audit_read r
                          JOIN app_user u ON u.id = r.user_id
                          LEFT JOIN worker k ON k.id = u.worker_id
                          LEFT JOIN wearer w ON w.id = r.wearer_id
                          LEFT JOIN grid g ON g.id = w.grid_id
                          LEFT JOIN alert a ON a.id = r.alert_id
                          LEFT JOIN app_user s ON s.id = r.subject_id
                         WHERE (:everything OR r.wearer_id IS NOT NULL)
                           AND (:area::bigint IS NULL OR g.area_id IN (SELECT areas_in(:area)))
                           AND (:wearer::bigint IS NULL OR r.wearer_id = :wearer)
                           AND (:user::text IS NULL OR u.name = :user OR s.name = :user)
                           AND (:what::text IS NULL OR r.what = :what)
                           AND (:from::timestamptz IS NULL OR r.at >= :from)
                           AND (:to::timestamptz IS NULL OR r.at < :to)
                           AND (:before::bigint IS NULL OR r.id < :before)
                         ORDER BY r.id DESC LIMIT :limit
                        """)
                .bind("everything", wanted.everything())
                .bind("area", wanted.scope().areaId())
                .bind("wearer", wanted.wearer())
                .bind("user", wanted.user())
                .bind("what", wanted.what())
                .bind("from", utc(wanted.from()))
                .bind("to", utc(wanted.to()))
                .bind("before", wanted.before())
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    private static Entry read(ResultSet row) throws SQLException {
        return new Entry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("user_name"),
                row.getString("role"),
                row.getString("worker"),
                row.getString("what"),
                row.getObject("wearer_id", Long.class),
                row.getString("wearer"),
                row.getObject("alert_id", Long.class),
                row.getString("kind"),
                row.getString("reason"),
                row.getString("subject"),
                row.getString("detail"));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
