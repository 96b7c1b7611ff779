package io.kanhu.alerting.watch;

import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.rounds.Polled;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures every few seconds how long people who were called have not been reached, for all nodes alike. */
public final class UndeliveredGauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UndeliveredGauges.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Polled<Map<String, Double>> oldest;

    public UndeliveredGauges(Jdbi jdbi, Clock clock, MeterRegistry metrics) {
        this(jdbi, clock, metrics, PERIOD);
    }

    UndeliveredGauges(Jdbi jdbi, Clock clock, MeterRegistry metrics, Duration period) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.oldest =
                new Polled<>("undelivered-gauges", period, Map.of(), this::read, "look for what is not delivered", LOG);
        for (Means by : Means.values()) {
            Gauge.builder(
                            "kanhu.notifications.oldest.undelivered.seconds",
                            oldest,
                            ages -> ages.latest().getOrDefault(by.code(), 0.0))
                    .description("Age of the oldest call that has not been sent, or seen on a page; 0 if there is none")
                    .tag("channel", by.code())
                    .register(metrics);
        }
    }

    public void start() {
        oldest.start();
    }

    @Override
    public void close() {
        oldest.close();
    }

    private Map<String, Double> read() {
        return jdbi.withHandle(handle -> {
            Map<String, Double> ages = new HashMap<>();
            handle.createQuery("""
                            SELECT channel, extract(epoch FROM :now - min(created_at)) AS age FROM notification
                             WHERE state = 'pending' AND band IS NULL GROUP BY channel
                            """)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .map((row, context) -> ages.put(row.getString("channel"), Math.max(0, row.getDouble("age"))))
                    .forEach(before -> {});
            return ages;
        });
    }
}
