package io.kanhu.alerting.outage;

import io.kanhu.protocol.Decoder;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A press that has come in and is not stored yet.
 *
 * @param key the press's own, the same for every redelivery (decision 2)
 * @param payload as the band sent it, in Base64
 */
record WaitingPress(
        UUID key,
        String band,
        @Nullable Long wearerId,
        @Nullable Long gridId,
        SosPress press,
        String topic,
        String payload,
        Instant receivedAt) {
    private static final Decoder DECODER = new Decoder();

    /** The key of a press. */
    static UUID keyOf(String band, SosPress press) {
        String name = band + "\0" + press.id() + "\0" + press.deviceMillis();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Who calls: the wearer, or the band where nobody is known to wear it. Presses of one are one call. */
    String caller() {
        return wearerId == null ? "band " + band : "wearer " + wearerId;
    }

    Map<String, String> toFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("band", band);
        if (wearerId != null) {
            fields.put("wearer", wearerId.toString());
        }
        if (gridId != null) {
            fields.put("grid", gridId.toString());
        }
        fields.put("topic", topic);
        fields.put("payload", payload);
        fields.put("receivedAt", receivedAt.toString());
        return fields;
    }

    /** Reads it back; nothing if it is no press, which a newer server may have written. */
    static Optional<WaitingPress> of(Map<String, String> fields) {
        String band = fields.getOrDefault("band", "");
        String payload = fields.getOrDefault("payload", "");
        Instant receivedAt = Instant.parse(fields.getOrDefault("receivedAt", ""));
        if (DECODER.decode(Topic.Kind.SOS, bytes(payload), receivedAt).message() instanceof SosPress press) {
            return Optional.of(new WaitingPress(
                    keyOf(band, press),
                    band,
                    number(fields.get("wearer")),
                    number(fields.get("grid")),
                    press,
                    fields.getOrDefault("topic", ""),
                    payload,
                    receivedAt));
        }
        return Optional.empty();
    }

    /** As the band sent it. */
    byte[] bytes() {
        return bytes(payload);
    }

    private static byte[] bytes(String payload) {
        return Base64.getDecoder().decode(payload);
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }

    /** Leaves out what the band sent. */
    @Override
    public String toString() {
        return "WaitingPress " + key + " of band " + band;
    }
}
