package io.kanhu.registry;

import io.kanhu.registry.Suspension.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Which wearers are away. Inside the caller's transaction. Blocks. */
public final class Suspensions {
    /**
     * Suspends a wearer. A suspension that holds at that moment already is changed: it keeps its beginning.
     *
     * @param from when it begins
     * @param until {@code null} until further notice
     * @return what holds now; nothing if there is no such wearer
     */
    public Optional<Suspension> put(
            Handle handle,
            long wearerId,
            Reason reason,
            @Nullable String note,
            Instant from,
            @Nullable Instant until,
            String by,
            Instant now) {
        if (!isLocked(handle, wearerId)) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        INSERT INTO wearer_suspension (wearer_id, reason, note, starts_at, ends_at, recorded_by, recorded_at)
                        VALUES (:wearer, :reason, :note,
                                coalesce((SELECT max(s.starts_at) FROM wearer_suspension s
                                           WHERE s.wearer_id = :wearer AND s.starts_at <= :from
                                             AND (s.ends_at IS NULL OR s.ends_at > :from)), :from),
                                :until, :by, :now)
                        ON CONFLICT (wearer_id, starts_at) DO UPDATE
                           SET reason = EXCLUDED.reason, note = EXCLUDED.note, ends_at = EXCLUDED.ends_at,
                               recorded_by = EXCLUDED.recorded_by, recorded_at = EXCLUDED.recorded_at, ended_by = NULL
                        RETURNING *
                        """)
                .bind("wearer", wearerId)
                .bind("reason", reason.code())
                .bind("note", note)
                .bind("from", utc(from))
                .bind("until", until == null ? null : utc(until))
                .bind("by", by)
                .bind("now", utc(now))
                .map((row, context) -> read(row))
                .findOne();
    }

    /** Ends all that hold or are to come. Returns whether there were any. */
    public boolean end(Handle handle, long wearerId, String by, Instant now) {
        return handle.createUpdate("""
                                UPDATE wearer_suspension SET ends_at = greatest(starts_at, :now), ended_by = :by
                                 WHERE wearer_id = :wearer AND (ends_at IS NULL OR ends_at > :now)
                                """)
                        .bind("wearer", wearerId)
                        .bind("by", by)
                        .bind("now", utc(now))
                        .execute()
                > 0;
    }

    /** The one that holds then, or else the next to come. */
    public Optional<Suspension> at(Handle handle, long wearerId, Instant at) {
        return handle.createQuery("""
                        SELECT * FROM wearer_suspension
                         WHERE wearer_id = :wearer AND (ends_at IS NULL OR ends_at > :at) ORDER BY starts_at LIMIT 1
                        """)
                .bind("wearer", wearerId)
                .bind("at", utc(at))
                .map((row, context) -> read(row))
                .findOne();
    }

    private static boolean isLocked(Handle handle, long wearerId) {
        return handle.createQuery("SELECT id FROM wearer WHERE id = :id FOR NO KEY UPDATE")
                .bind("id", wearerId)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    private static Suspension read(ResultSet row) throws SQLException {
        OffsetDateTime ends = row.getObject("ends_at", OffsetDateTime.class);
        return new Suspension(
                Reason.of(row.getString("reason")),
                row.getString("note"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                ends == null ? null : ends.toInstant(),
                row.getString("recorded_by"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
