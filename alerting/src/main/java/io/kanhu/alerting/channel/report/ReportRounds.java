package io.kanhu.alerting.channel.report;

import io.kanhu.alerting.channel.SendingFigures;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a provider what has become of messages that it has taken. A message that has arrived is no answer, and one that has not is tried by
 * nobody again: the ladder is higher by then. Asking, rather than being called back, works behind any firewall and believes nobody who
 * calls.
 */
public final class ReportRounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReportRounds.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** Reports come within seconds or not for a while. */
    static final Duration PAUSE = Duration.ofSeconds(20);

    /** Whoever is not reached by then has been called by others. */
    static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int MOST = 20;

    private final Jdbi jdbi;
    private final Means by;
    private final Reporter provider;
    private final Exchange exchange;
    private final Clock clock;
    private final SendingFigures figures;
    private final Rounds rounds;

    public ReportRounds(
            Jdbi jdbi, Means by, Reporter provider, Exchange exchange, Clock clock, SendingFigures figures) {
        this.jdbi = jdbi;
        this.by = by;
        this.provider = provider;
        this.exchange = exchange;
        this.clock = clock;
        this.figures = figures;
        this.rounds = new Rounds(
                Thread.ofVirtual().name("reports-" + by.code()),
                LOOK,
                this::ask,
                "ask what has become of messages by " + by.code(),
                LOG);
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** One round, on the caller's thread; answers come later. */
    void ask() {
        Instant now = clock.instant();
        for (Sent sent : unknown(now)) {
            var unused = exchange.ask(provider.question(sent, now))
                    .thenAccept(reply -> Thread.startVirtualThread(() -> note(sent, provider.report(sent, reply))))
                    .exceptionally(error -> {
                        LOG.debug("no report yet channel={}", by.code(), error);
                        return null;
                    });
        }
    }

    private List<Sent> unknown(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH asked AS (
                          UPDATE notification SET asked_at = :now
                           WHERE id IN (SELECT id FROM notification
                                         WHERE channel = :channel AND state = 'sent' AND receipt IS NOT NULL
                                           AND delivered_at IS NULL AND sent_at > :old
                                           AND (asked_at IS NULL OR asked_at <= :before)
                                         ORDER BY asked_at NULLS FIRST, id LIMIT :most FOR UPDATE SKIP LOCKED)
                          RETURNING id, idempotency_key, worker_id, contact_id, receipt, sent_at)
                        SELECT a.id, a.idempotency_key, a.receipt, a.sent_at, coalesce(w.phone, k.phone) AS phone
                          FROM asked a LEFT JOIN worker w ON w.id = a.worker_id LEFT JOIN contact k ON k.id = a.contact_id
                         WHERE coalesce(w.phone, k.phone) IS NOT NULL
                        """)
                .bind("now", utc(now))
                .bind("channel", by.code())
                .bind("old", utc(now.minus(PATIENCE)))
                .bind("before", utc(now.minus(PAUSE)))
                .bind("most", MOST)
                .map((row, context) -> new Sent(
                        row.getLong("id"),
                        row.getObject("idempotency_key", UUID.class),
                        row.getString("phone"),
                        row.getString("receipt"),
                        row.getObject("sent_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    private void note(Sent sent, Report report) {
        try {
            switch (report) {
                case Report.Waiting() -> LOG.debug("no report yet channel={}", by.code());
                case Report.Delivered() -> {
                    arrived(sent);
                    figures.count(by, "delivered", 1);
                }
                case Report.Failed(String why) -> {
                    lost(sent, why);
                    figures.count(by, "undelivered", 1);
                    LOG.warn("a message has not arrived channel={} why=\"{}\"", by.code(), why);
                }
            }
        } catch (JdbiException e) {
            LOG.info("a report is not recorded, it is asked for again why=\"{}\"", e.getMessage());
        }
    }

    private void arrived(Sent sent) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE notification SET delivered_at = :now WHERE id = :id AND state = 'sent'")
                .bind("now", utc(clock.instant()))
                .bind("id", sent.id())
                .execute());
    }

    private void lost(Sent sent, String why) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE notification SET state = 'failed', last_error = :why WHERE id = :id AND state = 'sent'")
                .bind("why", why)
                .bind("id", sent.id())
                .execute());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
