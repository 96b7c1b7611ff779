package io.kanhu.alerting.ladder;

/** A ladder that makes no sense; the message says what to change. */
public final class LadderRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    LadderRefused(String message) {
        super(message);
    }
}
