package io.kanhu.registry.roster;

/** A change that cannot be made; the message says why and what to do. */
public final class RosterRefused extends RuntimeException {
    private final boolean unknown;

    private RosterRefused(String message, boolean unknown) {
        super(message);
        this.unknown = unknown;
    }

    static RosterRefused because(String message) {
        return new RosterRefused(message, false);
    }

    static RosterRefused unknown(String message) {
        return new RosterRefused(message, true);
    }

    /** Whether what it is about does not exist. */
    public boolean isUnknown() {
        return unknown;
    }
}
