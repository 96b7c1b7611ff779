package io.kanhu.registry.device;

import java.util.Locale;

/** What is the matter with a band that somebody has. */
public enum Trouble {
    /** It was handed out and has never been heard. */
    NEVER_ACTIVATED,
    NOT_WORN,
    BATTERY_LOW,
    /** Nothing is heard, and the last that was heard tells why: its battery was low, or it was not worn. */
    SILENT,
    /** Nothing is heard, and nobody knows why. */
    CAUSE_UNKNOWN,
    NONE;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Trouble of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
