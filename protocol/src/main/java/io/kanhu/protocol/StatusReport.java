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
 */
public record StatusReport(
        Instant reportedAt,
        @Nullable Boolean online,
        @Nullable Integer batteryPercent,
        @Nullable Boolean charging,
        @Nullable Boolean worn,
        @Nullable Integer signalPercent,
        @Nullable String firmware)
        implements BandMessage {}
