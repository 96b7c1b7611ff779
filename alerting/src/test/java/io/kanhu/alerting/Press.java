package io.kanhu.alerting;

import io.kanhu.protocol.Fix;
import io.kanhu.protocol.SosPress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A press as a test tells it: a full one, without a place, heard of at once, until it says otherwise. */
public record Press(
        String band,
        String id,
        Instant pressedAt,
        Instant receivedAt,
        @Nullable Fix fix) {

    public Press heardAt(Instant arrival) {
        return new Press(band, id, pressedAt, arrival, fix);
    }

    public Press from(double latitude, double longitude, @Nullable Double accuracyMetres) {
        return new Press(band, id, pressedAt, receivedAt, new Fix(latitude, longitude, accuracyMetres, null));
    }

    /** As its band's message says it. */
    public SosPress message() {
        return new SosPress(id, pressedAt, pressedAt.toEpochMilli(), true, 3200, fix, null);
    }
}
