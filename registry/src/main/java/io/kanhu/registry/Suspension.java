package io.kanhu.registry;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A wearer is away, and what their band does or doesn't say means nothing meanwhile. A call for help counts as ever.
 *
 * @param from inclusive
 * @param until exclusive; {@code null} until further notice
 */
public record Suspension(
        Reason reason,
        @Nullable String note,
        Instant from,
        @Nullable Instant until,
        String by) {
    /** Why. */
    public enum Reason {
        HOSPITAL,
        TRAVELLING,
        /** To a home that looks after them. */
        MOVED,
        OTHER;

        /** The word in the database and in the interface. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the word back. */
        public static Reason of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
