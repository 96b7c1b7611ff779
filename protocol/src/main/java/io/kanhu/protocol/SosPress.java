package io.kanhu.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody held the button.
 *
 * @param id names this press across redeliveries; made from the payload where the band sends none
 * @param pressedAt the band's clock, or the arrival where that clock is not believed
 * @param deviceMillis the time stamp exactly as sent, in milliseconds since the epoch. Where none was sent, or one that is
 *     not believed, a number within the ten minutes of the arrival. With {@code id} it tells one press from the next even if
 *     a band counts its ids from 1 again and its clock stands still, and one press from its own redelivery
 * @param clockBelieved whether {@code pressedAt} is the band's own
 * @param pressMillis how long the button was held; {@code null} counts as a full press
 */
public record SosPress(
        String id,
        Instant pressedAt,
        long deviceMillis,
        boolean clockBelieved,
        @Nullable Integer pressMillis,
        @Nullable Fix fix,
        @Nullable Integer heartRateBpm)
        implements BandMessage {

    /** A press shorter than this is recorded and raises nothing. Source: the bands' user guide, "hold for 3 seconds". */
    public static final int FULL_PRESS_MILLIS = 3000;

    /** Whether this press calls for help. */
    public boolean isFullPress() {
        return pressMillis == null || pressMillis >= FULL_PRESS_MILLIS;
    }
}
