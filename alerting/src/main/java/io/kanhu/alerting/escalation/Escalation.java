package io.kanhu.alerting.escalation;

import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the alerts whose time has come and calls the next people. The rows are the timers: any number of nodes may run this, what one
 * has in hand the others pass over, and what one was doing when it died is due still.
 */
public final class Escalation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Escalation.class);
    private static final Duration TICK = Duration.ofMillis(500);
    /** Alerts in one transaction. */
    static final int BATCH = 200;

    private static final Duration POSTPONED = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Climber climber;
    private final Assistance assistance;
    private final Clock clock;
    private final Runnable committed;
    private final Rounds rounds =
            new Rounds(Thread.ofVirtual().name("escalation"), TICK, this::takeWhatIsDue, "call the next people", LOG);

    /** @param committed called after each commit that called somebody; must not block */
    public Escalation(Jdbi jdbi, Climber climber, Assistance assistance, Clock clock, Runnable committed) {
        this.jdbi = jdbi;
        this.climber = climber;
        this.assistance = assistance;
        this.clock = clock;
        this.committed = committed;
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** One round, on the caller's thread. Blocks. */
    void takeWhatIsDue() {
        int taken;
        do {
            taken = takeSome();
        } while (taken == BATCH);
    }

    private int takeSome() {
        List<Due> due = new ArrayList<>();
        try {
            jdbi.useTransaction(handle -> {
                Instant now = clock.instant();
                due.addAll(due(handle, now, BATCH));
                take(handle, due, now);
            });
        } catch (RuntimeException e) {
            if (due.isEmpty()) {
                throw e;
            }
            // One that this server cannot handle, a newer server's for instance, must not keep the others waiting.
            due.forEach(this::takeAlone);
        }
        if (!due.isEmpty()) {
            committed.run();
        }
        return due.size();
    }

    private void takeAlone(Due one) {
        try {
            jdbi.useTransaction(handle -> {
                if (isDue(handle, one.alertId(), clock.instant())) {
                    take(handle, List.of(one), clock.instant());
                }
            });
        } catch (RuntimeException e) {
            LOG.error("cannot call the next people, trying again in {} alert={}", POSTPONED, one.alertId(), e);
            jdbi.useHandle(handle -> handle.createUpdate("UPDATE alert SET next_action_at = :later WHERE id = :id")
                    .bind("later", clock.instant().plus(POSTPONED).atOffset(ZoneOffset.UTC))
                    .bind("id", one.alertId())
                    .execute());
        }
    }

    private record Due(long alertId, boolean waits) {}

    private static List<Due> due(Handle handle, Instant now, int most) {
        return handle.createQuery("""
                        SELECT id, state IN ('raised', 'dispatched', 'cancelled') AS waits FROM alert
                         WHERE next_action_at <= :now ORDER BY next_action_at LIMIT :most FOR UPDATE SKIP LOCKED
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .map((row, context) -> new Due(row.getLong("id"), row.getBoolean("waits")))
                .list();
    }

    private static boolean isDue(Handle handle, long alertId, Instant now) {
        return handle.createQuery(
                        "SELECT id FROM alert WHERE id = :id AND next_action_at <= :now FOR UPDATE SKIP LOCKED")
                .bind("id", alertId)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    private void take(Handle handle, List<Due> due, Instant now) {
        List<Long> waiting = due.stream().filter(Due::waits).map(Due::alertId).toList();
        List<Long> answered =
                due.stream().filter(one -> !one.waits()).map(Due::alertId).toList();
        if (!waiting.isEmpty()) {
            climber.due(handle, waiting, now);
        }
        if (!answered.isEmpty()) {
            assistance.askTheSilent(handle, answered, now);
        }
    }
}
