package io.kanhu.ingest.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much telemetry each band may send, so that one that floods does not stand before the others. What is over the quota waits its
 * turn; past a bound on what may wait in all, its sender is sent away until later. A band's allowance outlives its connection, or
 * a band could flood by connecting again. Thread-safe.
 */
final class Quota {
    /** A unit is a message, or as many bytes of a larger one: about a report. */
    private static final int BYTES_OF_A_UNIT = 64;

    /** What may wait for all bands together. */
    private static final long MOST_WAITING_BYTES = 64L * 1024 * 1024;

    private final int perSecond;
    private final ConcurrentHashMap<String, Allowance> allowances = new ConcurrentHashMap<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Counter delayed;

    Quota(int perSecond, MeterRegistry metrics) {
        this.perSecond = perSecond;
        this.delayed = Counter.builder("kanhu.quota.delayed")
                .description("Messages that waited because their band was over its quota")
                .register(metrics);
        metrics.gauge("kanhu.quota.waiting.bytes", waitingBytes);
    }

    static int units(int bytes) {
        return Math.max(1, bytes / BYTES_OF_A_UNIT);
    }

    Allowance of(String band) {
        return allowances.computeIfAbsent(band, key -> new Allowance(perSecond, System.nanoTime()));
    }

    /** A connection of the band has ended: its allowance is forgotten as soon as a new one would be the same. */
    void leave(String band, Allowance allowance, EventExecutor loop) {
        long nanos = allowance.untilFull(System.nanoTime());
        if (nanos == 0) {
            allowances.remove(band, allowance);
        } else if (!loop.isShuttingDown()) {
            Future<?> unused = loop.schedule(() -> forget(band, allowance), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void forget(String band, Allowance allowance) {
        if (allowance.untilFull(System.nanoTime()) == 0) {
            allowances.remove(band, allowance);
        }
    }

    /** Whether a message of so many bytes may wait; who is told yes calls {@link #waitsNoLonger}. */
    boolean mayWait(int bytes) {
        if (waitingBytes.addAndGet(bytes) > MOST_WAITING_BYTES) {
            waitingBytes.addAndGet(-bytes);
            return false;
        }
        delayed.increment();
        return true;
    }

    void waitsNoLonger(int bytes) {
        waitingBytes.addAndGet(-bytes);
    }
}
