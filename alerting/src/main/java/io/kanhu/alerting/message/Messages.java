package io.kanhu.alerting.message;

import io.kanhu.alerting.pushing.Pushing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Messages from the office to workers: kept until their pages have shown them, and pushed to phones that take that. A call for help is
 * never one of these. Blocks; call it on virtual threads.
 */
public final class Messages implements AutoCloseable {
    /** A page shows what is younger. */
    private static final Duration SHOWN_FOR = Duration.ofDays(2);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Pushing pushing;

    /** @param pushing what brings them to phones; started and closed from here */
    public Messages(Jdbi jdbi, Clock clock, Pushing pushing) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.pushing = pushing;
    }

    /**
     * To whom.
     *
     * @param area code of it, with all that is in it; {@code null} for everywhere
     * @param onDuty only those who are on duty now
     */
    public record To(@Nullable String area, boolean onDuty) {}

    /**
     * What was sent and how far it came.
     *
     * @param area name of it; {@code null} for everywhere
     * @param areaCode its code; {@code null} for everywhere
     * @param pushed phones that took it
     * @param seen workers whose page has shown it
     * @param unseen names of some who have not
     */
    public record Sent(
            long id,
            Instant at,
            String by,
            @Nullable String area,
            @Nullable String areaCode,
            boolean onDuty,
            boolean urgent,
            String text,
            int recipients,
            int pushed,
            int seen,
            List<String> unseen) {}

    /** What a worker was told. */
    public record Letter(long id, Instant at, String by, boolean urgent, String text) {}

    public void start() {
        pushing.start();
    }

    /** Something to push may have been committed. Never blocks. */
    public void wake() {
        pushing.wake();
    }

    @Override
    public void close() {
        pushing.close();
    }

    /** Sends to many. Returns nothing, and sends nothing, if that is nobody. */
    public Optional<Sent> send(To to, String text, boolean urgent, String by) {
        Instant now = clock.instant();
        Optional<Long> sent = jdbi.inTransaction(handle -> {
            List<Long> workers = Recipients.of(handle, to, now);
            if (workers.isEmpty()) {
                return Optional.empty();
            }
            long id = insert(handle, to, text, urgent, by, now);
            Recipients.add(handle, id, workers);
            return Optional.of(id);
        });
        wake();
        return sent.flatMap(id -> jdbi.withHandle(
                handle -> select(handle, " WHERE m.id = " + id, 1).stream().findFirst()));
    }

    /** Tells one worker, in their language, in the caller's transaction; {@link #wake} afterwards. */
    public void tell(Handle handle, long workerId, String chinese, String english, String by, Instant now) {
        boolean speaksEnglish = handle.createQuery("SELECT language = 'en' FROM worker WHERE id = :id")
                .bind("id", workerId)
                .mapTo(boolean.class)
                .one();
        long id = insert(handle, new To(null, false), speaksEnglish ? english : chinese, true, by, now);
        Recipients.add(handle, id, List.of(workerId));
    }

    /** What was sent lately, the newest first. */
    public List<Sent> sent(int most) {
        return jdbi.withHandle(handle -> select(handle, "", most));
    }

    /** What this worker's page has not shown yet, the oldest first. */
    public List<Letter> unseen(long workerId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT m.id, m.sent_at, m.sent_by, m.urgent, m.body
                          FROM message_recipient r JOIN message m ON m.id = r.message_id
                         WHERE r.worker_id = :worker AND r.seen_at IS NULL AND m.sent_at > :since ORDER BY m.id
                        """)
                .bind("worker", workerId)
                .bind("since", utc(clock.instant().minus(SHOWN_FOR)))
                .map((row, context) -> new Letter(
                        row.getLong("id"),
                        row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                        row.getString("sent_by"),
                        row.getBoolean("urgent"),
                        row.getString("body")))
                .list());
    }

    /** The worker has seen it. Saying so again changes nothing. */
    public void seen(long id, long workerId) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE message_recipient SET seen_at = :now
                         WHERE message_id = :id AND worker_id = :worker AND seen_at IS NULL
                        """)
                .bind("now", utc(clock.instant()))
                .bind("id", id)
                .bind("worker", workerId)
                .execute());
    }

    private static long insert(Handle handle, To to, String text, boolean urgent, String by, Instant now) {
        return handle.createQuery("""
                        INSERT INTO message (sent_at, sent_by, area_id, on_duty, urgent, body)
                        VALUES (:now, :by, (SELECT id FROM area WHERE code = :area), :onDuty, :urgent, :text)
                        RETURNING id
                        """)
                .bind("now", utc(now))
                .bind("by", by)
                .bind("area", to.area())
                .bind("onDuty", to.onDuty())
                .bind("urgent", urgent)
                .bind("text", text)
                .mapTo(Long.class)
                .one();
    }

    private static List<Sent> select(Handle handle, String where, int most) {
        return handle.createQuery("""
                        SELECT m.id, m.sent_at, m.sent_by, a.name AS area, a.code AS area_code, m.on_duty, m.urgent, m.body,
                               count(r.worker_id) AS recipients, count(*) FILTER (WHERE r.push = 'sent') AS pushed,
                               count(r.seen_at) AS seen,
                               ARRAY(SELECT w.name FROM message_recipient u JOIN worker w ON w.id = u.worker_id
                                      WHERE u.message_id = m.id AND u.seen_at IS NULL ORDER BY w.id LIMIT 20) AS unseen
                          FROM message m LEFT JOIN area a ON a.id = m.area_id
                          LEFT JOIN message_recipient r ON r.message_id = m.id
                          %s GROUP BY m.id, a.id ORDER BY m.id DESC LIMIT :most
                        """.formatted(where))
                .bind("most", most)
                .map((row, context) -> new Sent(
                        row.getLong("id"),
                        row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                        row.getString("sent_by"),
                        row.getString("area"),
                        row.getString("area_code"),
                        row.getBoolean("on_duty"),
                        row.getBoolean("urgent"),
                        row.getString("body"),
                        row.getInt("recipients"),
                        row.getInt("pushed"),
                        row.getInt("seen"),
                        List.of((String[]) row.getArray("unseen").getArray())))
                .list();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
