package io.kanhu.server;

/** The server cannot start like this. The message says what to do. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StartRefused(String message) {
        super(message);
    }
}
