package io.kanhu.simulator.band;

/** The simulator cannot do what it was asked for. The message says what to do. */
public final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotRun(String message) {
        super(message);
    }
}
