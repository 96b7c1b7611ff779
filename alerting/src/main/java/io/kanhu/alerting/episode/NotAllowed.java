package io.kanhu.alerting.episode;

/** The alert is somebody else's to move. The message says whose. */
public final class NotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotAllowed(String message) {
        super(message);
    }
}
