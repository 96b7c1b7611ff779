package io.kanhu.registry.band;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A band as the desk sees it.
 *
 * @param disabled it may not connect
 * @param holder who wears it now; {@code null} in stock
 */
public record ShelvedBand(
        String id,
        @Nullable String model,
        boolean disabled,
        Condition condition,
        Instant since,
        @Nullable Holder holder) {
    /**
     * Who wears it.
     *
     * @param lent while their own is repaired
     * @param from the beginning of all time for a band that a file brought with its first wearer
     */
    public record Holder(long wearerId, String code, String name, boolean lent, Instant from) {}
}
