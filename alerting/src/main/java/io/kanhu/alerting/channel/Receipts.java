package io.kanhu.alerting.channel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Who says that a message has arrived at its phone. That is no answer, and not even that somebody has seen it: ladders go on. Blocks;
 * thread-safe.
 */
public final class Receipts {
    private final Jdbi jdbi;

    public Receipts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The message with this key has arrived; the first time counts. A key that there is not is no error. */
    public void delivered(UUID key, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE notification SET delivered_at = :at WHERE idempotency_key = :key AND delivered_at IS NULL
                        """)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("key", key)
                .execute());
    }
}
