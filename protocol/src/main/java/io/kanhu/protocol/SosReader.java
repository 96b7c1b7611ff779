package io.kanhu.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads calls for help. In doubt, it is one: whatever is unclear about a payload makes it a full press, now. */
final class SosReader {
    private static final int MAX_ID_CHARACTERS = 64;
    private static final long WINDOW_MILLIS = Duration.ofMinutes(10).toMillis();

    private final FieldReader in;
    private final byte[] payload;
    private final Instant receivedAt;

    private long sentMillis = FieldReader.ABSENT;
    private @Nullable String id;
    private @Nullable Integer pressMillis;
    private @Nullable Fix fix;
    private @Nullable Integer heartRateBpm;
    private boolean cancels;

    SosReader(FieldReader in, byte[] payload, Instant receivedAt) {
        this.in = in;
        this.payload = payload;
        this.receivedAt = receivedAt;
    }

    /** The press that an unreadable payload stands for. */
    static SosPress unreadable(byte[] payload, Instant receivedAt) {
        return new SosPress(hash(payload), receivedAt, notBelieved(0, receivedAt), false, null, null, null);
    }

    BandMessage read() throws IOException, MessageRefused {
        in.openObject();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "ts" -> sentMillis = in.wholeNumber();
                case "id" -> id = id();
                case "pressMs" -> pressMillis = in.whole(value -> value >= 0, "milliseconds the button was held");
                case "loc" -> fix = FixDraft.read(in);
                case "hr" -> heartRateBpm = in.heartRate();
                case "cancel" -> cancels = Boolean.TRUE.equals(in.truth());
                default -> in.skip();
            }
        }
        boolean dated = sentMillis > FieldReader.UNREADABLE;
        boolean clockBelieved = dated && Plausible.clock(sentMillis, receivedAt);
        Instant happenedAt = clockBelieved ? Instant.ofEpochMilli(sentMillis) : receivedAt;
        if (cancels && id != null) {
            return new SosCancel(id, happenedAt);
        }
        if (cancels) {
            in.refuse(Reason.MALFORMED, "cancel", "Found no id, expected that of the press; counted as a press.");
        }
        return new SosPress(
                id == null ? hash(payload) : id,
                happenedAt,
                clockBelieved ? sentMillis : notBelieved(dated ? sentMillis : 0, receivedAt),
                clockBelieved,
                // Of a cancel that names no press, a short pressMs must not make a press that nobody hears.
                cancels ? null : pressMillis,
                fix,
                heartRateBpm);
    }

    /** The id as sent; its hash where it could not be stored, so that the cancel of the same press still meets it. */
    private @Nullable String id() throws IOException {
        String text = in.textOrNumber();
        if (text == null || text.isEmpty()) {
            return null;
        }
        return PlainText.isPlain(text, MAX_ID_CHARACTERS) ? text : hash(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What stands for the time of a press that has none, or an impossible one. A clock that has stopped stamps every press
     * alike, so the ten minutes of the arrival count; one that runs from 1970 tells presses apart within them.
     */
    private static long notBelieved(long sentMillis, Instant receivedAt) {
        long window = Math.floorDiv(receivedAt.toEpochMilli(), WINDOW_MILLIS) * WINDOW_MILLIS;
        return window + Math.floorMod(sentMillis, WINDOW_MILLIS);
    }

    /** 128 bits are enough to tell apart what one band sends. */
    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256-" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
