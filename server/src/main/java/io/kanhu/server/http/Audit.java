package io.kanhu.server.http;

import io.kanhu.server.session.User;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Writes down every look at a person's data, before it is shown, and what was done about them. Blocks. */
final class Audit {
    private final Jdbi jdbi;
    private final Clock clock;

    Audit(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * {@code what} is {@code case}, {@code profile}, {@code vitals}, {@code zones}, {@code refusals}, {@code test presses}, {@code suspended} or
     * {@code resumed}.
     */
    void looked(User user, long wearerId, String what, @Nullable Long alertId) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, wearer_id, what, alert_id)
                        VALUES (:now, :user, :wearer, :what, :alert)
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("user", user.id())
                .bind("wearer", wearerId)
                .bind("what", what)
                .bind("alert", alertId)
                .execute());
    }
}
