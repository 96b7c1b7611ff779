package io.kanhu.alerting.episode;

import io.kanhu.registry.OnDuty;
import io.kanhu.registry.Roster;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Sends an emergency to whoever is on duty in a grid, in the transaction that raises it. */
final class Dispatch {
    /** When somebody must have answered; the timer of the next step. */
    static final Duration ANSWER = Duration.ofSeconds(60);

    private final Roster roster;

    Dispatch(Roster roster) {
        this.roster = roster;
    }

    /** Tells those on duty and sets the timer; writes into the case file if there is nobody. */
    void begin(Handle handle, long alertId, int step, @Nullable Long gridId, Instant now) {
        List<OnDuty> workers = onDuty(handle, gridId, now);
        if (workers.isEmpty()) {
            Events.add(handle, alertId, now, "nobody_on_duty", Events.KANHU, "{}");
        }
        handle.createUpdate("UPDATE alert SET next_action_at = :next WHERE id = :id")
                .bind("next", now.plus(ANSWER).atOffset(ZoneOffset.UTC))
                .bind("id", alertId)
                .execute();
        tell(handle, alertId, step, workers, now);
    }

    /** Tells those who are on duty by now, where nobody was before. */
    void again(Handle handle, long alertId, int step, @Nullable Long gridId, Instant now) {
        tell(handle, alertId, step, onDuty(handle, gridId, now), now);
    }

    private static void tell(Handle handle, long alertId, int step, List<OnDuty> workers, Instant now) {
        for (OnDuty worker : workers) {
            handle.createUpdate("""
                            INSERT INTO notification (alert_id, step, channel, worker_id, created_at, next_attempt_at)
                            VALUES (:alert, :step, 'app', :worker, :now, :now)
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("alert", alertId)
                    .bind("step", step)
                    .bind("worker", worker.workerId())
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .execute();
            Events.add(
                    handle,
                    alertId,
                    now,
                    "dispatched",
                    Events.KANHU,
                    "{\"worker\":" + worker.workerId() + ",\"channel\":\"app\"}");
        }
        if (!workers.isEmpty()) {
            handle.createUpdate("""
                            UPDATE alert SET state = 'dispatched', next_action_at = :next,
                                             dispatched_at = coalesce(dispatched_at, :now)
                             WHERE id = :id
                            """)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("next", now.plus(ANSWER).atOffset(ZoneOffset.UTC))
                    .bind("id", alertId)
                    .execute();
        }
    }

    private List<OnDuty> onDuty(Handle handle, @Nullable Long gridId, Instant now) {
        return gridId == null ? List.of() : firstOf(roster.onDuty(handle, gridId, now));
    }

    /** Those on first duty; where there are none, the backups at once. */
    private static List<OnDuty> firstOf(List<OnDuty> onDuty) {
        List<OnDuty> primary =
                onDuty.stream().filter(worker -> !worker.backup()).toList();
        return primary.isEmpty() ? onDuty : primary;
    }
}
