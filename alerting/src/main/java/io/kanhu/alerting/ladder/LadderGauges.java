package io.kanhu.alerting.ladder;

import io.kanhu.alerting.rounds.Rounds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts every minute whose ladders would reach nobody at some step. */
public final class LadderGauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LadderGauges.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final List<String> REASONS = List.of("nobody", "address", "channel");

    private final LadderGaps gaps;
    private final AtomicReference<Map<String, Long>> wearers = new AtomicReference<>(Map.of());
    private final Rounds rounds;

    public LadderGauges(LadderGaps gaps, MeterRegistry metrics) {
        this(gaps, metrics, PERIOD);
    }

    LadderGauges(LadderGaps gaps, MeterRegistry metrics, Duration period) {
        this.gaps = gaps;
        this.rounds = new Rounds(
                Thread.ofVirtual().name("ladder-gauges"), period, this::count, "look for gaps in ladders", LOG);
        for (String reason : REASONS) {
            Gauge.builder("kanhu.ladder.gaps", wearers, found -> found.get().getOrDefault(reason, 0L))
                    .description("Wearers whose ladder has a step that reaches nobody now or within 24 hours")
                    .tag("why", reason)
                    .register(metrics);
        }
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void count() {
        Map<String, Map<String, Long>> mostOfGrid = new HashMap<>();
        for (LadderGaps.Gap gap : gaps.look(false).gaps()) {
            // A wearer counts once, however many rungs are empty.
            mostOfGrid
                    .computeIfAbsent(gap.why(), why -> new HashMap<>())
                    .merge(String.valueOf(gap.grid()), gap.wearers(), Math::max);
        }
        Map<String, Long> sums = new HashMap<>();
        mostOfGrid.forEach((why, grids) ->
                sums.put(why, grids.values().stream().mapToLong(Long::longValue).sum()));
        wearers.set(Map.copyOf(sums));
    }
}
