package io.kanhu.alerting.ladder;

import io.kanhu.alerting.rounds.Polled;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
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

    private final Polled<LadderGaps.Report> found;

    public LadderGauges(LadderGaps gaps, MeterRegistry metrics) {
        this(gaps, metrics, PERIOD);
    }

    LadderGauges(LadderGaps gaps, MeterRegistry metrics, Duration period) {
        this.found = new Polled<>(
                "ladder-gauges",
                period,
                new LadderGaps.Report(Instant.EPOCH, Instant.EPOCH, List.of()),
                () -> gaps.look(false),
                "look for gaps in ladders",
                LOG);
        for (String reason : REASONS) {
            Gauge.builder("kanhu.ladder.gaps", this, gauges -> gauges.count().getOrDefault(reason, 0L))
                    .description("Wearers whose ladder has a step that reaches nobody now or within 24 hours")
                    .tag("why", reason)
                    .register(metrics);
        }
    }

    public void start() {
        found.start();
    }

    @Override
    public void close() {
        found.close();
    }

    /** What was found last, without the wearers' ids. Never blocks. */
    public LadderGaps.Report latest() {
        return found.latest();
    }

    private Map<String, Long> count() {
        Map<String, Map<String, Long>> mostOfGrid = new HashMap<>();
        for (LadderGaps.Gap gap : latest().gaps()) {
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
