package io.kanhu.alerting.ladder;

import io.kanhu.alerting.ladder.LadderGaps.Report;
import io.kanhu.alerting.rounds.Polled;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts every minute whose ladders would reach nobody at some step. */
public final class LadderGauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LadderGauges.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final List<String> REASONS = List.of("nobody", "address", "channel");

    private final LadderGaps gaps;
    private final Polled<Optional<Report>> latest;

    public LadderGauges(LadderGaps gaps, MeterRegistry metrics) {
        this(gaps, metrics, PERIOD);
    }

    LadderGauges(LadderGaps gaps, MeterRegistry metrics, Duration period) {
        this.gaps = gaps;
        this.latest =
                new Polled<>("ladder-gauges", period, Optional.empty(), this::look, "look for gaps in ladders", LOG);
        for (String reason : REASONS) {
            Gauge.builder("kanhu.ladder.gaps", latest, found -> wearers(found.latest(), reason))
                    .description("Wearers whose ladder has a step that reaches nobody now or within 24 hours")
                    .tag("why", reason)
                    .register(metrics);
        }
    }

    /** What was found last, without the wearers' ids; nothing before the first time. */
    public Optional<Report> latest() {
        return latest.latest();
    }

    public void start() {
        latest.start();
    }

    @Override
    public void close() {
        latest.close();
    }

    private Optional<Report> look() {
        return Optional.of(gaps.look(false));
    }

    private static long wearers(Optional<Report> found, String reason) {
        return found.map(report -> LadderGaps.wearers(report.gaps().stream()
                        .filter(gap -> gap.why().equals(reason))
                        .toList()))
                .orElse(0L);
    }
}
