package io.kanhu.alerting.ladder;

import io.kanhu.alerting.rounds.Polled;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts every minute whose ladders would reach nobody at some step. */
public final class LadderGauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LadderGauges.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final List<String> REASONS = List.of("nobody", "address", "channel");

    private final LadderGaps gaps;
    private final Polled<Map<String, Long>> wearers;

    public LadderGauges(LadderGaps gaps, MeterRegistry metrics) {
        this(gaps, metrics, PERIOD);
    }

    LadderGauges(LadderGaps gaps, MeterRegistry metrics, Duration period) {
        this.gaps = gaps;
        this.wearers = new Polled<>("ladder-gauges", period, Map.of(), this::count, "look for gaps in ladders", LOG);
        for (String reason : REASONS) {
            Gauge.builder("kanhu.ladder.gaps", wearers, found -> found.latest().getOrDefault(reason, 0L))
                    .description("Wearers whose ladder has a step that reaches nobody now or within 24 hours")
                    .tag("why", reason)
                    .register(metrics);
        }
    }

    public void start() {
        wearers.start();
    }

    @Override
    public void close() {
        wearers.close();
    }

    private Map<String, Long> count() {
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
        return Map.copyOf(sums);
    }
}
