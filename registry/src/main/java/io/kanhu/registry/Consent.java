package io.kanhu.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a wearer has agreed to.
 *
 * @param what {@code whereabouts}: those who look after them may see where they are without a call
 * @param by who wrote it down
 * @param withdrawnAt {@code null} while it holds
 */
public record Consent(
        String what,
        Instant givenAt,
        String by,
        @Nullable String note,
        @Nullable Instant withdrawnAt,
        @Nullable String withdrawnBy) {
    /** Being seen without a call. */
    public static final String WHEREABOUTS = "whereabouts";
}
