package io.kanhu.alerting.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * The messages that a sender has in hand. Their leases are short and renewed while the answer is waited for: if this server dies, the
 * others go on within seconds, however long a gateway may take for one message. Clocks of the servers that are further apart than
 * half a lease cost a second sending under the same key, and no more. Thread-safe.
 */
final class Leases {
    /** From the last sign of life until another server may send it. */
    static final Duration LENGTH = Duration.ofSeconds(3);

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(1);

    private final Jdbi jdbi;
    private final Duration longest;
    private final ConcurrentHashMap<Long, Instant> inHand = new ConcurrentHashMap<>();
    private volatile Instant nextRenewal = Instant.MIN;

    /** @param longest that a message is in hand: a channel that has not answered by then never will */
    Leases(Jdbi jdbi, Duration longest) {
        this.jdbi = jdbi;
        this.longest = longest;
    }

    /** A message was claimed until {@link #LENGTH} from now. */
    void hold(long id, Instant now) {
        inHand.put(id, now.plus(longest));
    }

    /** What became of it is written down, or cannot be. */
    void drop(long id) {
        inHand.remove(id);
    }

    /** Says that this server is still at it, once a second however often it is called. Blocks. */
    void renew(Instant now) {
        inHand.values().removeIf(until -> !now.isBefore(until));
        if (inHand.isEmpty() || now.isBefore(nextRenewal)) {
            return;
        }
        List<Long> ids = List.copyOf(inHand.keySet());
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE notification SET leased_until = :until
                         WHERE id = ANY(:ids) AND state = 'pending' AND leased_until IS NOT NULL
                        """)
                .bind("until", now.plus(LENGTH).atOffset(ZoneOffset.UTC))
                .bindArray("ids", Long.class, ids)
                .execute());
        nextRenewal = now.plus(RENEWED_EVERY);
    }
}
