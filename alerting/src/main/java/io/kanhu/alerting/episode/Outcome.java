package io.kanhu.alerting.episode;

import java.util.Locale;

/** How a case ended. A test press is a welcome outcome, and no part of the figures. */
public enum Outcome {
    HELPED,
    HOSPITAL,
    NON_URGENT,
    ASKED,
    MISTAKE,
    DEVICE_FAULT,
    TEST,
    NOBODY_THERE,
    CALLED_OFF;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Outcome of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
