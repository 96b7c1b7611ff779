package io.kanhu.registry.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A band that somebody has, and what it last said about itself.
 *
 * @param since since when there is this trouble
 * @param suspended its wearer is away: it need not be heard
 * @param grid the wearer's home grid
 * @param worn what the band said last; {@code null} if it never did
 */
public record Device(
        String band,
        @Nullable String model,
        Trouble trouble,
        @Nullable Instant since,
        long wearerId,
        String wearerCode,
        String wearer,
        @Nullable String phone,
        @Nullable String grid,
        boolean suspended,
        @Nullable Instant heardAt,
        @Nullable Integer battery,
        @Nullable Instant batteryAt,
        @Nullable Boolean worn,
        @Nullable String firmware) {}
