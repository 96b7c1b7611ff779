package io.kanhu.alerting.pushing;

import io.kanhu.alerting.channel.ChannelDesk;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Phones that were called while their page was closed, and whose owners need not go any more: they show who goes in place of the call,
 * and one that was out of reach never rings for it.
 */
public final class Recalls implements Pushes {
    private final ChannelDesk channels;

    public Recalls(ChannelDesk channels) {
        this.channels = channels;
    }

    /** Somebody goes, or the case is over: all who were called by push hear of it. In the caller's transaction. */
    public static void order(Handle handle, long alertId, Instant now) {
        handle.createUpdate("""
                        INSERT INTO push_recall (notification_id, since)
                        SELECT id, :now FROM notification
                         WHERE alert_id = :alert AND channel = 'push' AND state IN ('sent', 'received')
                        ON CONFLICT DO NOTHING
                        """)
                .bind("alert", alertId)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    @Override
    public List<Push> take(Handle handle, int most) {
        return handle.createQuery("""
                        SELECT r.notification_id, r.since, n.worker_id, n.alert_id, n.idempotency_key, a.acknowledged_actor,
                               a.state IN ('raised', 'dispatched', 'cancelled') OR n.worker_id = a.acknowledged_by AS wanted
                          FROM push_recall r JOIN notification n ON n.id = r.notification_id JOIN alert a ON a.id = n.alert_id
                         WHERE r.state = 'pending' ORDER BY r.notification_id LIMIT :most FOR UPDATE OF r SKIP LOCKED
                        """)
                .bind("most", most)
                .map((row, context) -> {
                    long worker = row.getLong("worker_id");
                    long alert = row.getLong("alert_id");
                    UUID key = Objects.requireNonNull(row.getObject("idempotency_key", UUID.class));
                    boolean wanted = row.getBoolean("wanted");
                    String goer = Objects.requireNonNullElse(row.getString("acknowledged_actor"), "");
                    return new Push(
                            row.getLong("notification_id"),
                            worker,
                            row.getObject("since", OffsetDateTime.class).toInstant(),
                            // It is they who go, or whoever went has given it back: what the phone shows is true.
                            () -> wanted ? Optional.empty() : channels.recall(worker, key, alert, goer));
                })
                .list();
    }

    /** What was not sent leaves no row: it may be ordered again. */
    @Override
    public void note(Handle handle, Push push, Fate fate) {
        String change = switch (fate) {
            case PENDING -> "UPDATE push_recall SET state = 'pending' WHERE notification_id = :id";
            case SENT -> "UPDATE push_recall SET state = 'sent' WHERE notification_id = :id";
            case FAILED -> "DELETE FROM push_recall WHERE notification_id = :id";
        };
        handle.createUpdate(change).bind("id", push.id()).execute();
    }
}
