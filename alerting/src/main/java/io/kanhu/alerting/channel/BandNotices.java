package io.kanhu.alerting.channel;

import io.kanhu.alerting.rounds.Rounds;
import io.kanhu.ingest.BandCommands;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells bands that help is coming. A notice waits in the outbox until its band has acknowledged it, or until it is too old to
 * mean anything; a band that comes back is told at once.
 */
public final class BandNotices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BandNotices.class);

    /** After this the wearer has seen for themselves whether somebody came. */
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final Duration LOOK = Duration.ofSeconds(1);
    static final Duration LEASE = Duration.ofSeconds(20);
    static final Duration RETRY = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 5_000;

    private final Jdbi jdbi;
    private final BandCommands commands;
    private final Clock clock;
    private final Rounds rounds = new Rounds(
            Thread.ofVirtual().name("band-notices"), LOOK, this::sendWhatIsDue, "tell bands that help is coming", LOG);
    private final AtomicBoolean sendFails = new AtomicBoolean();
    /** Bands that listen again, and for which nothing was hastened yet. */
    private final Set<String> back = ConcurrentHashMap.newKeySet();

    public BandNotices(Jdbi jdbi, BandCommands commands, Clock clock) {
        this.jdbi = jdbi;
        this.commands = commands;
        this.clock = clock;
    }

    public void start() {
        rounds.start();
    }

    /** There may be something to send. Never blocks. */
    public void wake() {
        rounds.wake();
    }

    /**
     * A band listens again, here: what waits for it is due now, and what somebody sends it over its old connection, or was sending when
     * they died, is sent again under the same id. Never blocks.
     */
    public void listening(String band) {
        back.add(band);
        rounds.wake();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private record Notice(long id, String band, String body) {}

    private void sendWhatIsDue() {
        hasten();
        claim(clock.instant()).forEach(this::send);
    }

    /** When a city's network is back, thousands listen again at once: they are one question, not thousands. */
    private void hasten() {
        List<String> bands = back.stream().limit(MOST_AT_ONCE).toList();
        if (bands.isEmpty()) {
            return;
        }
        // Before, so that one that goes and comes back meanwhile is looked after once more.
        bands.forEach(back::remove);
        try {
            hasten(bands);
        } catch (JdbiException e) {
            back.addAll(bands);
            throw e;
        }
    }

    private void hasten(List<String> bands) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE notification SET next_attempt_at = :now, leased_until = NULL
                         WHERE channel = 'band' AND band = ANY(:bands) AND state = 'pending'
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bindArray("bands", String.class, bands)
                .execute());
    }

    private List<Notice> claim(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH old AS (
                          UPDATE notification SET state = 'expired'
                           WHERE channel = 'band' AND state = 'pending' AND created_at < :old)
                        UPDATE notification
                           SET leased_until = :lease, attempts = attempts + 1, next_attempt_at = :retry
                         WHERE id IN (SELECT id FROM notification
                                       WHERE channel = 'band' AND state = 'pending' AND next_attempt_at <= :now
                                         AND (leased_until IS NULL OR leased_until < :now) AND created_at >= :old
                                       ORDER BY next_attempt_at LIMIT 100 FOR UPDATE SKIP LOCKED)
                        RETURNING id, band, body::text AS body
                        """)
                .bind("old", now.minus(LIFETIME).atOffset(ZoneOffset.UTC))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("lease", now.plus(LEASE).atOffset(ZoneOffset.UTC))
                .bind("retry", now.plus(RETRY).atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Notice(row.getLong("id"), row.getString("band"), row.getString("body")))
                .list());
    }

    private void send(Notice notice) {
        CompletionStage<Boolean> answer;
        try {
            answer = commands.send(notice.band(), notice.body().getBytes(StandardCharsets.UTF_8));
            sendFails.set(false);
        } catch (RuntimeException e) {
            if (!sendFails.getAndSet(true)) {
                LOG.error("cannot send to a band, trying again; please report this band={}", notice.band(), e);
            }
            answer = CompletableFuture.completedFuture(false);
        }
        var unused = answer.whenComplete((acknowledged, error) ->
                Thread.startVirtualThread(() -> settle(notice, Boolean.TRUE.equals(acknowledged))));
    }

    private void settle(Notice notice, boolean acknowledged) {
        try {
            jdbi.useHandle(handle -> handle.createUpdate("""
                            UPDATE notification
                               SET leased_until = NULL,
                                   state = CASE WHEN :done THEN 'received' ELSE state END,
                                   sent_at = CASE WHEN :done THEN :now ELSE sent_at END,
                                   received_at = CASE WHEN :done THEN :now END,
                                   last_error = CASE WHEN NOT :done THEN 'the band does not listen at the moment' END
                             WHERE id = :id AND state = 'pending'
                            """)
                    .bind("done", acknowledged)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .bind("id", notice.id())
                    .execute());
        } catch (JdbiException e) {
            // The lease runs out and it is sent again with the same id.
            LOG.info("a notice's receipt is not recorded band={} why=\"{}\"", notice.band(), e.getMessage());
        }
    }
}
