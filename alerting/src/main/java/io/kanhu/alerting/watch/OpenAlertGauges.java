package io.kanhu.alerting.watch;

import io.kanhu.alerting.episode.AlertState;
import io.kanhu.alerting.rounds.Polled;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the open alerts every few seconds, for all nodes alike. */
public final class OpenAlertGauges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAlertGauges.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    /** A self-test has figures of its own, and no page shows it. */
    private static final String SOMEBODY =
            "NOT EXISTS (SELECT FROM wearer w WHERE w.id = alert.wearer_id AND w.synthetic)";

    private final Jdbi jdbi;
    private final Clock clock;
    private final Polled<Figures> figures;

    public OpenAlertGauges(Jdbi jdbi, Clock clock, MeterRegistry metrics) {
        this(jdbi, clock, metrics, PERIOD);
    }

    OpenAlertGauges(Jdbi jdbi, Clock clock, MeterRegistry metrics, Duration period) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.figures = new Polled<>(
                "open-alert-gauges", period, new Figures(Map.of(), 0, 0), this::read, "count open alerts", LOG);
        for (AlertState state : AlertState.values()) {
            if (state != AlertState.RESOLVED && state != AlertState.CLOSED) {
                Gauge.builder("kanhu.alerts.open", figures, f -> f.latest().countOf(state))
                        .description("Alerts that are not resolved yet")
                        .tag("state", state.code())
                        .register(metrics);
            }
        }
        Gauge.builder(
                        "kanhu.alerts.oldest.unanswered.seconds",
                        figures,
                        f -> f.latest().oldestSeconds())
                .description("Age of the oldest emergency to which nobody has answered; 0 if there is none")
                .register(metrics);
        Gauge.builder("kanhu.alerts.untold", figures, f -> f.latest().untold())
                .description("Open emergencies of which nobody was notified, because nobody was on duty")
                .register(metrics);
    }

    private record Figures(Map<AlertState, Long> counts, double oldestSeconds, long untold) {
        double countOf(AlertState state) {
            return counts.getOrDefault(state, 0L);
        }
    }

    public void start() {
        figures.start();
    }

    @Override
    public void close() {
        figures.close();
    }

    private Figures read() {
        return jdbi.withHandle(handle -> {
            Map<AlertState, Long> counts = new EnumMap<>(AlertState.class);
            handle.createQuery("""
                            SELECT state, count(*) AS count FROM alert
                             WHERE state NOT IN ('resolved', 'closed') AND %s GROUP BY state
                            """.formatted(SOMEBODY))
                    .map((row, context) -> counts.put(AlertState.of(row.getString("state")), row.getLong("count")))
                    .list();
            return handle.createQuery("""
                            SELECT coalesce(extract(epoch FROM :now - min(received_at)), 0) AS oldest,
                                   count(*) FILTER (WHERE NOT EXISTS (SELECT FROM notification n
                                                     WHERE n.alert_id = alert.id AND n.worker_id IS NOT NULL)) AS untold
                              FROM alert
                             WHERE state IN ('raised', 'dispatched', 'cancelled') AND severity = 'emergency' AND %s
                            """.formatted(SOMEBODY))
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .map((row, context) ->
                            new Figures(counts, Math.max(0, row.getDouble("oldest")), row.getLong("untold")))
                    .one();
        });
    }
}
