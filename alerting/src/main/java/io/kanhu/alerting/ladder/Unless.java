package io.kanhu.alerting.ladder;

import java.util.Locale;

/** What keeps a rung from being taken. */
public enum Unless {
    /** Somebody has said that they go: this ends every climb. */
    ANSWERED,
    /** The one to be called has seen the alert already; each is looked at alone. */
    RECEIVED;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Unless of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
