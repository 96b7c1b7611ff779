package io.kanhu.protocol;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what a band says about itself, and its last will. */
final class StatusReader {
    private static final int MAX_CHARACTERS = 64;

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
    private @Nullable String done;

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
                case "fw" -> firmware = shortText();
                case "done" -> done = shortText();
                default -> in.skip();
            }
        }
        if (!clockBelieved) {
            return null;
        }
        StatusReport report =
                new StatusReport(reportedAt, online, batteryPercent, charging, worn, signalPercent, firmware, done);
        if (!report.hasStatus() && done == null) {
            in.refuse(Reason.NOTHING_MEASURED, "", "Nothing is left to store: every field is absent or refused.");
            return null;
        }
        return report;
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

    private @Nullable String shortText() throws IOException {
        String text = in.text();
        if (text == null || PlainText.isPlain(text, MAX_CHARACTERS)) {
            return text;
        }
        in.refuse(
                Reason.MALFORMED,
                "",
                "Found " + text.length() + " characters, expected at most " + MAX_CHARACTERS + ", all printable.");
        return null;
    }
}
