package io.kanhu.ingest.store;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/** The table of refused messages, kept small. Blocks. */
public final class RejectedMessages {
    static final Duration KEPT = Duration.ofDays(30);
    static final long MOST = 200_000;

    private final Jdbi jdbi;
    private final Clock clock;

    public RejectedMessages(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Removes what is older than 30 days, and the oldest beyond 200,000. */
    public void forgetOld() {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        DELETE FROM rejected_message
                         WHERE received_at < :old OR id <= (SELECT max(id) - :most FROM rejected_message)
                        """)
                .bind("old", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .bind("most", MOST)
                .execute());
    }
}
