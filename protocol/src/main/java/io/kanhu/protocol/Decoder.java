package io.kanhu.protocol;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads into messages: the native contract, ThingsBoard's shape and OwnTracks' into the same {@link Report}s.
 * Stateless; may be called from any thread. Never throws on what a band sent.
 */
public final class Decoder {

    /** Largest payload that is read, in bytes. */
    public static final int MAX_PAYLOAD_BYTES = 64 * 1024;

    /** Most reports in one message. */
    public static final int MAX_REPORTS = 500;

    /** How the detail of a refusal begins that is our fault, not the band's. Tests look for it. */
    static final String OUR_FAULT = "The decoder failed: ";

    private static final int MAX_DETAIL_CHARACTERS = 200;

    /**
     * Decodes one payload.
     *
     * @param kind what the topic says the payload is
     * @param payload the bytes as received
     * @param receivedAt arrival; the measure for the band's clock, and the date of what carries none
     */
    public Decoded decode(Topic.Kind kind, byte[] payload, Instant receivedAt) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            return refused(
                    kind,
                    payload,
                    receivedAt,
                    new Refusal(
                            Reason.TOO_LARGE,
                            "",
                            "Found " + payload.length + " bytes, expected at most " + MAX_PAYLOAD_BYTES + "."));
        }
        try (JsonParser parser = Json.FACTORY.createParser(payload)) {
            FieldReader in = new FieldReader(parser);
            BandMessage message = read(kind, in, payload, receivedAt);
            in.end();
            return new Decoded(message, in.refusals());
        } catch (MessageRefused e) {
            return refused(kind, payload, receivedAt, e.refusal());
        } catch (IOException e) {
            return refused(kind, payload, receivedAt, malformed(describe(e)));
        } catch (RuntimeException e) {
            // A defect here must not turn a call for help into silence, nor a telemetry message into an endless
            // redelivery: the payload is kept with its refusal, and the refusal says whose fault it is.
            return refused(kind, payload, receivedAt, malformed(OUR_FAULT + e));
        }
    }

    private static @Nullable BandMessage read(Topic.Kind kind, FieldReader in, byte[] payload, Instant receivedAt)
            throws IOException, MessageRefused {
        return switch (kind) {
            case TELEMETRY -> new TelemetryReader(in, receivedAt).readNative();
            case THINGSBOARD -> new TelemetryReader(in, receivedAt).readThingsBoard();
            case OWNTRACKS -> new TelemetryReader(in, receivedAt).readOwnTracks();
            case SOS -> new SosReader(in, payload, receivedAt).read();
            case STATUS -> new StatusReader(in, receivedAt).read();
            case COMMAND ->
                throw new MessageRefused(
                        Reason.UNKNOWN_TOPIC, "", "Bands listen on the command topic; they do not publish.");
        };
    }

    /** Nothing could be read. On the SOS topic that is still somebody who pressed the button. */
    private static Decoded refused(Topic.Kind kind, byte[] payload, Instant receivedAt, Refusal refusal) {
        SosPress press = kind == Topic.Kind.SOS ? SosReader.unreadable(payload, receivedAt) : null;
        return new Decoded(press, List.of(refusal));
    }

    private static Refusal malformed(String detail) {
        return new Refusal(Reason.MALFORMED, "", PlainText.of(detail, MAX_DETAIL_CHARACTERS));
    }

    private static String describe(IOException e) {
        if (e instanceof JsonProcessingException broken) {
            JsonLocation location = broken.getLocation();
            String place = location == null ? "" : " at byte " + location.getByteOffset();
            return "Not JSON" + place + ": " + withoutSource(broken.getOriginalMessage());
        }
        return "Not JSON in UTF-8: " + e.getMessage();
    }

    /** Jackson adds where an unclosed bracket was opened, and its own reasons for not quoting the payload. */
    private static String withoutSource(String message) {
        int source = message.indexOf(" (start marker at [Source:");
        return source < 0 ? message : message.substring(0, source) + ".";
    }
}
