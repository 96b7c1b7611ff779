package io.kanhu.registry;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One wearer's time with a band.
 *
 * @param gridId where the wearer lives now, which may not be where the wearer lived then
 * @param startsAt inclusive
 * @param endsAt exclusive; null while it lasts
 */
public record Worn(
        long wearerId,
        @Nullable Long gridId,
        Instant startsAt,
        @Nullable Instant endsAt) {
    /** Who wears a band as the database has it, which may be a second ahead of what a server remembers; {@code null} for nobody. Blocks. */
    public static @Nullable Worn inDatabase(Handle handle, String band, Instant at) {
        return handle.createQuery("""
                        SELECT a.wearer_id, w.grid_id, a.starts_at, a.ends_at
                          FROM band_assignment a JOIN wearer w ON w.id = a.wearer_id
                         WHERE a.band = :band AND a.starts_at <= :at AND (a.ends_at IS NULL OR a.ends_at > :at)
                         ORDER BY a.starts_at DESC, a.id DESC LIMIT 1
                        """)
                .bind("band", band)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Worn(
                        row.getLong("wearer_id"),
                        row.getObject("grid_id", Long.class),
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ends_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                                .orElse(null)))
                .findOne()
                .orElse(null);
    }

    boolean covers(Instant at) {
        return !at.isBefore(startsAt) && (endsAt == null || at.isBefore(endsAt));
    }
}
