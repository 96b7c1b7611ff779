package io.kanhu.alerting.ladder;

/** Somebody else has changed the ladder meanwhile; the message says so. */
public final class LadderChanged extends RuntimeException {
    private static final long serialVersionUID = 1;

    LadderChanged(String message) {
        super(message);
    }
}
