package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.ladder.Means;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Messages that wait to be sent, as rows. Thread-safe; blocks. */
final class MessageQueue {
    /** Past this age nobody is helped by it any more, and the ladder has long called others. */
    static final Duration LIFETIME = Duration.ofMinutes(30);

    private final Jdbi jdbi;

    MessageQueue(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A message, its row, and how often it was tried, this time included. */
    record Claimed(long id, Message message, int attempts) {}

    /**
     * Takes what is due by these means, and nobody else does until the lease is over.
     *
     * @param help whether it is calls for help that are taken, or the others
     */
    List<Claimed> claim(Means by, boolean help, Instant now, Duration lease, int most) {
        return jdbi.inTransaction(handle -> {
            List<Long> ids = lease(handle, by, help, now, lease, most);
            return ids.isEmpty() ? List.of() : read(handle, ids);
        });
    }

    /** Gives up on those that are too old. Returns how many. */
    int forgetOld(Means by, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE notification SET state = 'failed', leased_until = NULL,
                                                last_error = coalesce(last_error, 'it was never its turn')
                         WHERE channel = :channel AND state = 'pending' AND created_at < :old
                        """)
                .bind("channel", by.code())
                .bind("old", utc(now.minus(LIFETIME)))
                .execute());
    }

    /** It is on its way; a push that was withdrawn meanwhile has to be recalled. */
    void sent(long id, @Nullable String receipt, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        WITH before AS (SELECT id, channel, state FROM notification WHERE id = :id FOR UPDATE),
                        recall AS (INSERT INTO push_recall (notification_id, since)
                                   SELECT id, :now FROM before WHERE channel = 'push' AND state = 'withdrawn'
                                   ON CONFLICT DO NOTHING)
                        UPDATE notification SET state = 'sent', sent_at = :now, receipt = :receipt, leased_until = NULL,
                                                last_error = NULL
                         WHERE id = :id AND state IN ('pending', 'withdrawn')
                        """)
                .bind("now", utc(now))
                .bind("receipt", receipt)
                .bind("id", id)
                .execute());
    }

    /** It is tried again then. */
    void later(long id, Instant next, String why) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE notification SET next_attempt_at = :next, leased_until = NULL, last_error = :why
                         WHERE id = :id AND state = 'pending'
                        """)
                .bind("next", utc(next))
                .bind("why", why)
                .bind("id", id)
                .execute());
    }

    /** It will never be sent. */
    void failed(long id, String why) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        UPDATE notification SET state = 'failed', leased_until = NULL, last_error = :why
                         WHERE id = :id AND state = 'pending'
                        """).bind("why", why).bind("id", id).execute());
    }

    private static List<Long> lease(Handle handle, Means by, boolean help, Instant now, Duration lease, int most) {
        return handle.createQuery("""
                        UPDATE notification SET leased_until = :lease, attempts = attempts + 1
                         WHERE id IN (SELECT n.id FROM notification n JOIN alert a ON a.id = n.alert_id
                                       WHERE n.channel = :channel AND n.state = 'pending' AND n.next_attempt_at <= :now
                                         AND (a.kind = 'sos') = :help
                                         AND (n.leased_until IS NULL OR n.leased_until <= :now)
                                       ORDER BY n.next_attempt_at, n.id LIMIT :most FOR UPDATE OF n SKIP LOCKED)
                        RETURNING id
                        """)
                .bind("lease", utc(now.plus(lease)))
                .bind("channel", by.code())
                .bind("help", help)
                .bind("now", utc(now))
                .bind("most", most)
                .mapTo(Long.class)
                .list();
    }

    private static List<Claimed> read(Handle handle, List<Long> ids) {
        return handle.createQuery("""
                        SELECT n.id, n.idempotency_key, n.channel, n.attempts, n.created_at, n.alert_id, a.kind, a.band,
                               n.contact_id IS NOT NULL AS family, n.worker_id, coalesce(w.phone, k.phone) AS phone,
                               w.wecom_user, w.ntfy_topic, coalesce(w.email, k.email) AS email,
                               coalesce(w.language, 'zh') AS language, p.name AS wearer, p.address
                          FROM notification n JOIN alert a ON a.id = n.alert_id
                          LEFT JOIN worker w ON w.id = n.worker_id
                          LEFT JOIN contact k ON k.id = n.contact_id
                          LEFT JOIN wearer p ON p.id = a.wearer_id
                         WHERE n.id = ANY(:ids) ORDER BY n.id
                        """)
                .bindArray("ids", Long.class, ids)
                .map((row, context) -> new Claimed(row.getLong("id"), message(row), row.getInt("attempts")))
                .list();
    }

    private static Message message(ResultSet row) throws SQLException {
        String language = row.getString("language");
        String kind = row.getString("kind");
        String who = Objects.requireNonNullElse(row.getString("wearer"), row.getString("band"));
        long alert = row.getLong("alert_id");
        return new Message(
                row.getObject("idempotency_key", UUID.class),
                Means.of(row.getString("channel")),
                new Recipient(
                        row.getObject("worker_id", Long.class),
                        row.getString("phone"),
                        row.getString("wecom_user"),
                        row.getString("ntfy_topic"),
                        row.getString("email")),
                language,
                row.getBoolean("family")
                        ? Wording.forFamily(kind, who)
                        : Wording.forWorker(language, alert, kind, who, row.getString("address")),
                alert,
                kind,
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
