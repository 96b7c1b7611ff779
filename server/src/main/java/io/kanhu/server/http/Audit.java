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
     * {@code what} is {@code case}, {@code profile}, {@code vitals}, {@code alerts}, {@code bands}, {@code care}, {@code report},
     * {@code zones}, {@code refusals}, {@code suspended} or {@code resumed}.
     */
    void looked(User user, long wearerId, String what, @Nullable Long alertId) {
        looked(user, wearerId, what, alertId, null);
    }

    /** The same for a reason in the words of whoever looks; {@code what} may also be {@code whereabouts}. */
    void looked(User user, long wearerId, String what, @Nullable Long alertId, @Nullable String reason) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, wearer_id, what, alert_id, reason)
                        VALUES (:now, :user, :wearer, :what, :alert, :reason)
                        """)
                .bind("reason", reason)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("user", user.id())
                .bind("wearer", wearerId)
                .bind("what", what)
                .bind("alert", alertId)
                .execute());
    }

    /** Several wearers were shown in a list, each by name and little more: {@code list}. */
    void lookedAtAll(User user, List<Long> wearerIds, String what) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, wearer_id, what)
                        SELECT :now, :user, w, :what FROM unnest(:wearers::bigint[]) AS w
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("user", user.id())
                .bind("what", what)
                .bindArray("wearers", Long.class, wearerIds)
                .execute());
    }
}
