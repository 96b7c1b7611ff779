package io.kanhu.registry.band;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One wearer's time with a band.
 *
 * @param until exclusive; {@code null} while it lasts
 * @param begunBy who handed it out; {@code null} if a file did
 * @param endedBy who took it back; {@code null} if a file did, or nobody yet
 */
public record Handing(
        String band,
        long wearerId,
        String code,
        String name,
        boolean lent,
        Instant from,
        @Nullable Instant until,
        @Nullable String begunBy,
        @Nullable String endedBy) {}
