package io.kanhu.server.session;

import java.util.Locale;

/** What a user is there for, and so what they may see. */
public enum Role {
    /** Goes to wearers in the grids they have shifts in. */
    WORKER,
    /** Makes sure that workers go. */
    SUPERVISOR,
    /** Plans care from the data. */
    CARE,
    /** Keeps Kanhu running: sees that alerts are answered, but not whose pulse it was. */
    OPERATOR,
    ADMINISTRATOR;

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word back. */
    public static Role of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Whether alerts of all grids are theirs. */
    public boolean seesEveryAlert() {
        return this == SUPERVISOR || this == OPERATOR || this == ADMINISTRATOR;
    }

    /** Whether they say who is called when nobody answers. */
    public boolean editsLadders() {
        return this == OPERATOR || this == ADMINISTRATOR;
    }

    /** Whether wearers of all grids are theirs. */
    public boolean seesEveryWearer() {
        return this == SUPERVISOR || this == CARE || this == ADMINISTRATOR;
    }
}
