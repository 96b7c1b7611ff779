package io.kanhu.alerting.episode;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How fast people are reached and answer, measured from the moment Kanhu heard of the alert. Thread-safe. */
public final class AnswerTimes {
    private final Timer shown;
    private final Timer answered;

    public AnswerTimes(MeterRegistry metrics) {
        this.shown = timer(metrics, "kanhu.alerts.shown", "Until a worker's page showed and sounded the alert");
        this.answered = timer(metrics, "kanhu.alerts.answered", "Until somebody said that they go");
    }

    /** A page has shown it. */
    public void shown(Duration since) {
        shown.record(since);
    }

    /** Somebody goes. */
    public void answered(Duration since) {
        answered.record(since);
    }

    private static Timer timer(MeterRegistry metrics, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(180),
                        Duration.ofMinutes(15))
                .register(metrics);
    }
}
