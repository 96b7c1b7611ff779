package io.kanhu.alerting.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Emergencies of which nobody has heard: no page has shown them and no provider has taken them. Self-tests are none. Thread-safe; blocks. */
public final class NotReached {
    /** So long it may take to send the first message. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private static final int MOST = 50;

    private final Jdbi jdbi;
    private final Clock clock;

    public NotReached(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param since when it came in
     * @param called whether anybody was to be told at all
     */
    public record Call(long alertId, Instant since, boolean called) {}

    /** Those that wait for an answer, the oldest first, 50 at most. */
    public List<Call> calls() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT a.id, a.received_at,
                               EXISTS (SELECT FROM notification n WHERE n.alert_id = a.id AND n.band IS NULL) AS called
                          FROM alert a LEFT JOIN wearer w ON w.id = a.wearer_id
                         WHERE a.state IN ('raised', 'dispatched', 'cancelled') AND a.severity = 'emergency'
                           AND w.synthetic IS NOT TRUE AND a.received_at <= :before
                           AND NOT EXISTS (SELECT FROM notification n
                                            WHERE n.alert_id = a.id AND n.band IS NULL
                                              AND n.state IN ('sent', 'received', 'declined'))
                         ORDER BY a.received_at, a.id LIMIT :most
                        """)
                .bind("before", clock.instant().minus(GRACE).atOffset(ZoneOffset.UTC))
                .bind("most", MOST)
                .map((row, context) -> new Call(
                        row.getLong("id"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getBoolean("called")))
                .list());
    }

    /** How many messages wait for each channel, by its code. */
    public Map<String, Long> waiting() {
        return jdbi.withHandle(handle -> {
            Map<String, Long> counts = new HashMap<>();
            handle.createQuery("""
                            SELECT channel, count(*) AS count FROM notification
                             WHERE state = 'pending' AND band IS NULL GROUP BY channel
                            """)
                    .map((row, context) -> counts.put(row.getString("channel"), row.getLong("count")))
                    .forEach(before -> {});
            return counts;
        });
    }
}
