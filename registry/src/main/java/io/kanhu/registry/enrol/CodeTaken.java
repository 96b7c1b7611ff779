package io.kanhu.registry.enrol;

/** Somebody else has this code; nobody was enrolled. */
public final class CodeTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    CodeTaken(String code) {
        super("somebody with the code " + code
                + " is enrolled already; look them up, or give another code, or none to have one made");
    }
}
