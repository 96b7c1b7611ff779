package io.kanhu.simulator.fleet;

import io.kanhu.simulator.band.Puback;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** What the fleet has done so far. Thread-safe. */
final class FleetFigures {
    private static final long LONGEST_MICROS = 60_000_000;

    private final AtomicInteger connected = new AtomicInteger();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Recorder micros = new Recorder(LONGEST_MICROS, 3);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    void connected(int change) {
        connected.addAndGet(change);
    }

    void answered(int reports, long nanos, Puback puback) {
        micros.recordValue(Math.min(nanos / 1000, LONGEST_MICROS));
        (puback.refused() ? refused : acknowledged).add(reports);
    }

    void dropped() {
        dropped.increment();
    }

    /** A band cannot go on; the first reason is kept. */
    void failed(@Nullable String why) {
        failure.compareAndSet(null, why);
    }

    @Nullable
    String failure() {
        return failure.get();
    }

    int connectedNow() {
        return connected.get();
    }

    long acknowledgedReports() {
        return acknowledged.sum();
    }

    /** One line; the times are those since the last line. */
    String line() {
        Histogram since = micros.getIntervalHistogram();
        return "bands=%d acknowledged=%d refused=%d dropped=%d publish-to-PUBACK p50=%.1f ms p99=%.1f ms"
                .formatted(
                        connected.get(),
                        acknowledged.sum(),
                        refused.sum(),
                        dropped.sum(),
                        since.getValueAtPercentile(50) / 1000.0,
                        since.getValueAtPercentile(99) / 1000.0);
    }
}
