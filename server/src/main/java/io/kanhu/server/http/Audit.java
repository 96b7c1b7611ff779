package io.kanhu.server.http;

import io.kanhu.alerting.episode.AlertView;
import io.kanhu.server.session.User;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down every look at a person's data, before it is shown, and what was done about them and about users. Blocks. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    /** Where somebody is, or was. */
    static final String WHEREABOUTS = "whereabouts";

    private static final int MOST_REMEMBERED = 100_000;

    private final Jdbi jdbi;
    private final Clock clock;
    /** Places of alerts that were written down as seen, so that a page that asks again costs nothing. */
    private final Set<Place> places = ConcurrentHashMap.newKeySet();

    Audit(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    private record Place(long userId, long alertId) {}

    /**
     * {@code what} is {@code case}, {@code profile}, {@code list}, {@code vitals}, {@code alerts}, {@code bands}, {@code care},
     * {@code report}, {@code whereabouts}, {@code zones}, {@code refusals}, {@code suspended}, {@code resumed},
     * {@code test_presses}, {@code consent_given} or {@code consent_withdrawn}.
     */
    void looked(User user, long wearerId, String what, @Nullable Long alertId) {
        looked(user, wearerId, what, alertId, null);
    }

    /** The same with the reason that was given. */
    void looked(User user, long wearerId, String what, @Nullable Long alertId, @Nullable String reason) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, wearer_id, what, alert_id, reason)
                        VALUES (:now, :user, :wearer, :what, :alert, :reason)
                        """)
                .bind("now", now())
                .bind("user", user.id())
                .bind("wearer", wearerId)
                .bind("what", what)
                .bind("alert", alertId)
                .bind("reason", reason)
                .execute());
    }

    /** A look that is at nobody in particular, such as {@code audit}, or a file taken out, {@code export}. */
    void used(User user, String what, String detail) {
        jdbi.useHandle(handle -> insert(handle, user, what, null, detail));
    }

    /** What was done to a user, in the transaction that does it. */
    void noted(Handle handle, User user, String what, long subjectId, String detail) {
        insert(handle, user, what, subjectId, detail);
    }

    /** What was done to a user. */
    void noted(User user, String what, long subjectId, String detail) {
        jdbi.useHandle(handle -> insert(handle, user, what, subjectId, detail));
    }

    private void insert(Handle handle, User user, String what, @Nullable Long subjectId, String detail) {
        handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, what, subject_id, detail)
                        VALUES (:now, :user, :what, :subject, :detail)
                        """)
                .bind("now", now())
                .bind("user", user.id())
                .bind("what", what)
                .bind("subject", subjectId)
                .bind("detail", detail)
                .execute();
    }

    /**
     * A worker is shown where people are who call, or were. Once for each alert: the page asks every few seconds. Supervisors and
     * operators watch all alerts all day; of them it is written down when they open a case.
     */
    void places(User user, List<AlertView> alerts) {
        if (user.role().seesEveryAlert()) {
            return;
        }
        List<AlertView> news = alerts.stream()
                .filter(alert -> alert.place() != null && alert.wearerId() != null)
                .filter(alert -> !places.contains(new Place(user.id(), alert.id())))
                .toList();
        if (news.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, wearer_id, what, alert_id)
                        SELECT :now, :user, a.wearer_id, :what, a.id FROM alert a
                         WHERE a.id = ANY(:alerts) AND a.wearer_id IS NOT NULL
                           AND NOT EXISTS (SELECT FROM audit_read r
                                            WHERE r.alert_id = a.id AND r.user_id = :user AND r.what = :what)
                        """)
                .bind("now", now())
                .bind("user", user.id())
                .bind("what", WHEREABOUTS)
                .bindArray(
                        "alerts", Long.class, news.stream().map(AlertView::id).toArray())
                .execute());
        if (places.size() > MOST_REMEMBERED) {
            places.clear();
        }
        news.forEach(alert -> places.add(new Place(user.id(), alert.id())));
    }

    /** The same beside the answer and not before it: a call for help waits for nothing. Returns at once. */
    void placesBeside(User user, AlertView alert) {
        if (user.role().seesEveryAlert()
                || alert.place() == null
                || places.contains(new Place(user.id(), alert.id()))) {
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                places(user, List.of(alert));
            } catch (JdbiException e) {
                // The next list that shows it writes it.
                LOG.warn(
                        "a look is not written down alert={} user={} why=\"{}\"",
                        alert.id(),
                        user.id(),
                        e.getMessage());
            }
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Several wearers were shown in a list, each by name and little more: {@code list}. */
    void lookedAtAll(User user, List<Long> wearerIds, String what) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_read (at, user_id, wearer_id, what)
                        SELECT :now, :user, w, :what FROM unnest(:wearers::bigint[]) AS w
                        """)
                .bind("now", now())
                .bind("user", user.id())
                .bind("what", what)
                .bindArray("wearers", Long.class, wearerIds)
                .execute());
    }
}
