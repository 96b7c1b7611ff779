package io.kanhu.alerting.episode;

import java.util.Locale;

/** Where an alert is in its life. A wearer who calls it off makes it CANCELLED, which still wants somebody to check. */
public enum AlertState {
    RAISED,
    DISPATCHED,
    ACKNOWLEDGED,
    ON_SCENE,
    RESOLVED,
    CLOSED,
    CANCELLED;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static AlertState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether nobody has said yet that they go. */
    public boolean waitsForAnswer() {
        return this == RAISED || this == DISPATCHED || this == CANCELLED;
    }
}
