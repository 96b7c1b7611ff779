package io.kanhu.simulator.band;

/**
 * The answer to a message.
 *
 * @param code MQTT 5 reason code; 0 is success
 * @param reason the server's words, may be empty
 */
public record Puback(int code, String reason) {
    private static final int FIRST_FAILURE = 0x80;

    /** Whether the server says that it could not take the message, and that sending it again is no use. */
    public boolean refused() {
        return code >= FIRST_FAILURE;
    }
}
