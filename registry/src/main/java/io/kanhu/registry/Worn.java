package io.kanhu.registry;

import java.time.Instant;
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
    boolean covers(Instant at) {
        return !at.isBefore(startsAt) && (endsAt == null || at.isBefore(endsAt));
    }
}
