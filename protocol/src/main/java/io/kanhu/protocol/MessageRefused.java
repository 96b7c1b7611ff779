package io.kanhu.protocol;

/** Nothing of a message can be taken. Thrown by the readers and answered in {@link Decoder}, never past it. */
final class MessageRefused extends Exception {
    private final transient Refusal refusal;

    MessageRefused(Reason reason, String where, String detail) {
        // No stack trace: a band that sends nonsense sends it often.
        super(detail, null, false, false);
        this.refusal = new Refusal(reason, where, detail);
    }

    Refusal refusal() {
        return refusal;
    }
}
