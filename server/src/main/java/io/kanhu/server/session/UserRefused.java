package io.kanhu.server.session;

/** A change of users that is not made. The message says what to do instead. */
public final class UserRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Why why;

    /** What kind of refusal it is. */
    public enum Why {
        /** What was said makes no sense. */
        WRONG,
        /** There is no such user for whoever asks. */
        UNKNOWN,
        /** It is not theirs to do. */
        FORBIDDEN,
        /** Things are as they are. */
        CONFLICT
    }

    UserRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
