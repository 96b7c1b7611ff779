package io.kanhu.alerting.ladder;

import java.util.Locale;

/** What somebody is called by. */
public enum Means {
    /** The page of whoever is logged in, which rings. */
    APP,
    SMS,
    VOICE;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Means of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
