package io.kanhu.alerting.outage;

import io.kanhu.protocol.Fix;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A held call as one viewer sees it: all that a page needs, since nothing can be looked up meanwhile.
 *
 * @param wearer name, or {@code null} for a band nobody is known to wear
 * @param phone the wearer's; only for whoever was called
 * @param fix where the band says it was at the press
 * @param acknowledgedBy name of whoever goes
 * @param mine whether the viewer is the one who goes
 * @param rings whether the viewer was called and nobody goes yet
 * @param over whether it is stored by now, as {@code alertId}, and to be found among the others
 */
public record HeldView(
        UUID key,
        String band,
        @Nullable Long wearerId,
        @Nullable String wearer,
        @Nullable String address,
        @Nullable String phone,
        @Nullable String grid,
        @Nullable Fix fix,
        Instant raisedAt,
        Instant receivedAt,
        int pressCount,
        @Nullable String acknowledgedBy,
        boolean mine,
        boolean rings,
        boolean over,
        @Nullable Long alertId) {}
