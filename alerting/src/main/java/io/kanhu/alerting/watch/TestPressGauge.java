package io.kanhu.alerting.watch;

import io.kanhu.alerting.kpi.TestPresses;
import io.kanhu.alerting.rounds.Polled;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts every ten minutes how many wearers are due for a test press: it reads all of them. */
public final class TestPressGauge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TestPressGauge.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final Polled<Long> due;

    public TestPressGauge(TestPresses presses, MeterRegistry metrics) {
        this.due = new Polled<>(
                "test-press-gauge",
                PERIOD,
                0L,
                () -> presses.due(presses.month(), TestPresses.Where.EVERYWHERE, 0)
                        .count(),
                "count who is due for a test press",
                LOG);
        Gauge.builder("kanhu.test.presses.due", due, Polled::latest)
                .description(
                        "Wearers who have not pressed for a test for as long as the city wants, those who are away left out")
                .register(metrics);
    }

    public void start() {
        due.start();
    }

    @Override
    public void close() {
        due.close();
    }
}
