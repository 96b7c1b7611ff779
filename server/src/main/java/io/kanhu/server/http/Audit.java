package io.kanhu.server.http;

import io.kanhu.server.session.User;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
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
     * {@code what} is {@code case}, {@code profile}, {@code list}, {@code vitals}, {@code zones}, {@code refusals}, {@code suspended} or
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

    /** The same of many at once: somebody saw them in a list. */
    void lookedAtAll(User user, List<Long> wearerIds, String what) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, wearer_id, what)
                        SELECT :now, :user, w, :what FROM unnest(:wearers) AS w
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("user", user.id())
                .bindArray("wearers", Long.class, wearerIds)
                .bind("what", what)
                .execute());
    }
}
