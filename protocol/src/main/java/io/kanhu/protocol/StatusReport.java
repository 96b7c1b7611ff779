package io.kanhu.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a band says about itself; also its last will ({@code online} false).
 *
 * @param reportedAt the band's clock, or the arrival where the band sent no time
 * @param online {@code false} from the will, {@code true} or {@code null} otherwise
 * @param batteryPercent 0 to 100
 * @param signalPercent strength of the mobile signal, 0 to 100
 * @param firmware at most 64 characters
 * @param done the id of a command that the band has done, at most 64 characters
 */
public record StatusReport(
        Instant reportedAt,
        @Nullable Boolean online,
        @Nullable Integer batteryPercent,
        @Nullable Boolean charging,
        @Nullable Boolean worn,
        @Nullable Integer signalPercent,
        @Nullable String firmware,
        @Nullable String done)
        implements BandMessage {
    /** One that says nothing about a command. */
    public StatusReport(
            Instant reportedAt,
            @Nullable Boolean online,
            @Nullable Integer batteryPercent,
            @Nullable Boolean charging,
            @Nullable Boolean worn,
            @Nullable Integer signalPercent,
            @Nullable String firmware) {
        this(reportedAt, online, batteryPercent, charging, worn, signalPercent, firmware, null);
    }

    /** Whether it says anything about the band itself. */
    public boolean hasStatus() {
        return online != null
                || batteryPercent != null
                || charging != null
                || worn != null
                || signalPercent != null
                || firmware != null;
    }
}
