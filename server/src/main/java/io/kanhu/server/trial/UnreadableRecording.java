package io.kanhu.server.trial;

/** A recording that the rules cannot be tried on; the message says why. */
public final class UnreadableRecording extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableRecording(String message) {
        super(message);
    }
}
