package io.kanhu.alerting.episode;

/** There is no such alert, or it is none of the asker's. */
public final class NoSuchAlert extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NoSuchAlert(String message) {
        super(message);
    }
}
