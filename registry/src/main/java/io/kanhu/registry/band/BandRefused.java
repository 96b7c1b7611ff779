package io.kanhu.registry.band;

/** Something that cannot be done with a band as it is; the message says why and what to do. Nothing was changed. */
public final class BandRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean unknown;

    private BandRefused(String message, boolean unknown) {
        super(message);
        this.unknown = unknown;
    }

    static BandRefused because(String message) {
        return new BandRefused(message, false);
    }

    static BandRefused unknown(String message) {
        return new BandRefused(message, true);
    }

    /** Whether what it is about does not exist. */
    public boolean isUnknown() {
        return unknown;
    }
}
