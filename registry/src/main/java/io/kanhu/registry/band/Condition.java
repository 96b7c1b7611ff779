package io.kanhu.registry.band;

import java.util.Locale;

/** What a band in stock is good for. */
public enum Condition {
    FINE,
    LOST,
    BROKEN;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Condition of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
