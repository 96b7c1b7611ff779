package io.kanhu.ingest.gateway;

/**
 * What one band may send: so much a second, and what it did not use for a while. A message larger than what is left is let through
 * and paid for afterwards, so that none is too large for ever. Thread-safe: a band may have several connections.
 */
final class Allowance {
    /** What a band that was quiet has saved up: a flush after hours offline goes through at once. */
    private static final int SECONDS_SAVED = 4;

    private static final double NANOS = 1e9;

    private final double perNano;
    private final double most;
    private double left;
    private long at;

    /**
     * @param perSecond units a second, at least 1
     * @param now as by {@link System#nanoTime()}, here and below
     */
    Allowance(int perSecond, long now) {
        this.perNano = perSecond / NANOS;
        this.most = (double) perSecond * SECONDS_SAVED;
        this.left = most;
        this.at = now;
    }

    /**
     * Takes some of it, if there is any.
     *
     * @return 0 if it was taken, or the nanoseconds until there is some again
     */
    synchronized long take(int units, long now) {
        refill(now);
        if (left > 0) {
            left -= units;
            return 0;
        }
        return 1 + (long) (-left / perNano);
    }

    /** How many nanoseconds it takes until nothing of what was sent counts any more. */
    synchronized long untilFull(long now) {
        refill(now);
        return (long) Math.ceil((most - left) / perNano);
    }

    private void refill(long now) {
        // Two event loops read the clock before they come here, and the later one may come first.
        left = Math.min(most, left + Math.max(0, now - at) * perNano);
        at = Math.max(at, now);
    }
}
