package io.kanhu.protocol;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what a band says about itself, and its last will. */
final class StatusReader {
    private static final int MAX_FIRMWARE_CHARACTERS = 64;

    private final FieldReader in;
    private final Instant receivedAt;

    private Instant reportedAt;
    private boolean clockBelieved = true;
    private @Nullable Boolean online;
    private @Nullable Integer batteryPercent;
    private @Nullable Boolean charging;
    private @Nullable Boolean worn;
    private @Nullable Integer signalPercent;
    private @Nullable String firmware;

    StatusReader(FieldReader in, Instant receivedAt) {
        this.in = in;
        this.receivedAt = receivedAt;
        this.reportedAt = receivedAt;
    }

    @Nullable
    StatusReport read() throws IOException, MessageRefused {
        in.openObject();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            switch (name) {
                case "ts" -> readTime();
                case "online" -> online = in.truth();
                case "batt" -> batteryPercent = in.percent();
                case "charging" -> charging = in.truth();
                case "worn" -> worn = in.truth();
                case "signal" -> signalPercent = in.percent();
                case "fw" -> firmware = firmware();
                default -> in.skip();
            }
        }
        if (!clockBelieved) {
            return null;
        }
        if (online == null
                && batteryPercent == null
                && charging == null
                && worn == null
                && signalPercent == null
                && firmware == null) {
            in.refuse(Reason.NOTHING_MEASURED, "", "Nothing is left to store: every field is absent or refused.");
            return null;
        }
        return new StatusReport(reportedAt, online, batteryPercent, charging, worn, signalPercent, firmware);
    }

    private void readTime() throws IOException {
        long sentMillis = in.wholeNumber();
        if (sentMillis <= FieldReader.UNREADABLE) {
            return;
        }
        clockBelieved = Plausible.clock(sentMillis, receivedAt);
        if (clockBelieved) {
            reportedAt = Instant.ofEpochMilli(sentMillis);
        } else {
            in.refuse(Reason.CLOCK, "", Plausible.clockDetail(sentMillis, 1));
        }
    }

    private @Nullable String firmware() throws IOException {
        String text = in.text();
        if (text == null || PlainText.isPlain(text, MAX_FIRMWARE_CHARACTERS)) {
            return text;
        }
        in.refuse(
                Reason.MALFORMED,
                "",
                "Found " + text.length() + " characters, expected at most " + MAX_FIRMWARE_CHARACTERS
                        + ", all printable.");
        return null;
    }
}
