package io.kanhu.ingest;

/** A source could not be opened. The message says what to do. */
public final class SourceUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SourceUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
