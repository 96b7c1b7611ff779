package io.kanhu.alerting;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** A clock that fails whoever asks it, until it is repaired: it stands for any fault that nobody has foreseen. */
public final class BreakableClock extends Clock {
    private final Clock clock;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean broken = true;

    public BreakableClock(Clock clock) {
        this.clock = clock;
    }

    public void repair() {
        broken = false;
    }

    public int failures() {
        return failures.get();
    }

    @Override
    public Instant instant() {
        if (broken) {
            failures.incrementAndGet();
            throw new IllegalStateException("the clock is broken");
        }
        return clock.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("alerts know instants only");
    }
}
