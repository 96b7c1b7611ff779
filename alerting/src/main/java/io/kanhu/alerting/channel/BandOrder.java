package io.kanhu.alerting.channel;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked a band for, and what became of it.
 *
 * @param kind {@code measure}, {@code locate} or {@code config}
 * @param body the command as it was sent
 * @param by who asked
 * @param sentAt when the band acknowledged that it has it; {@code null} if it has not
 * @param answeredAt when what was asked for arrived; {@code null} if it has not
 * @param reading what arrived first of what was asked for: {@code heartRate} (1/min), {@code systolic}, {@code diastolic} (mmHg),
 *     {@code spo2} (%), {@code temperature} (°C), or {@code latitude}, {@code longitude} (WGS 84), {@code accuracy} (m); {@code null} for
 *     none
 */
public record BandOrder(
        String id,
        String band,
        String kind,
        String body,
        String by,
        Instant at,
        State state,
        @Nullable Instant sentAt,
        @Nullable Instant answeredAt,
        @Nullable String reading) {
    /** How far it has got. */
    public enum State {
        /** It waits for the band to listen. */
        QUEUED,
        /** The band has it. */
        SENT,
        /** What was asked for has arrived. */
        ANSWERED,
        /** The band did not listen, or did not answer in time. */
        EXPIRED;

        /** The word in the interface. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
