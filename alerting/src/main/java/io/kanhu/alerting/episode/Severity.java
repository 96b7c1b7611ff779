package io.kanhu.alerting.episode;

import java.util.Locale;

/** How soon somebody must know: an emergency pages, attention waits in a list, a device is a ticket. In order of urgency. */
public enum Severity {
    EMERGENCY,
    ATTENTION,
    DEVICE;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Severity of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
