package io.kanhu.alerting.channel;

import java.time.Duration;
import java.time.Instant;

/** So many messages a second, with a second's worth in hand. Used by one thread. */
final class Budget {
    private final int perSecond;
    private double left;
    private Instant counted;

    Budget(int perSecond, Instant now) {
        this.perSecond = perSecond;
        this.left = perSecond;
        this.counted = now;
    }

    /** How many may be sent now. */
    int available(Instant now) {
        if (now.isAfter(counted)) {
            double earned = Duration.between(counted, now).toNanos() / 1e9 * perSecond;
            left = Math.min(perSecond, left + earned);
            counted = now;
        }
        return (int) left;
    }

    void spend(int messages) {
        left -= messages;
    }
}
