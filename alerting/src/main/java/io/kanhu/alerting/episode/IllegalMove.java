package io.kanhu.alerting.episode;

/** The alert is not in a state for this. The message says what is, in words for the person who tried. */
public final class IllegalMove extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IllegalMove(String message) {
        super(message);
    }
}
