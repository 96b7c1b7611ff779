package io.kanhu.server.http;

import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.ingest.history.Measured;
import io.kanhu.ingest.history.Vitals;
import io.kanhu.registry.Roster;
import io.kanhu.registry.WearerProfile;
import io.kanhu.registry.Wearers;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Wearers, their measurements and the town in figures, for those who have a reason; every look is written down. */
final class WearersApi {
    private static final Duration DEFAULT_SPAN = Duration.ofHours(24);
    private static final Duration LONGEST_SPAN = Duration.ofDays(31);
    private static final int MOST_VITALS = 50_000;
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Wearers wearers;
    private final Roster roster;
    private final Measured measured;
    private final AlertBook book;
    private final Audit audit;
    private final Clock clock;

    WearersApi(Jdbi jdbi, Wearers wearers, Roster roster, Measured measured, AlertBook book, Audit audit, Clock clock) {
        this.jdbi = jdbi;
        this.wearers = wearers;
        this.roster = roster;
        this.measured = measured;
        this.book = book;
        this.audit = audit;
        this.clock = clock;
    }

    void bind(Operations operations) {
        operations.add("getWearer", this::wearer);
        operations.add("getVitals", this::vitals);
        operations.add("getTown", this::town);
    }

    /** Whether somebody who sees an alert sees the person, too: those who go or send, not those who keep the machines. */
    boolean mayLookForAlert(User user) {
        return user.workerId() != null || user.role().seesEveryWearer();
    }

    /** A wearer for somebody who may see them; {@code null} if there is none. */
    @Nullable
    JsonObject shown(User user, long wearerId, String what, @Nullable Long alertId) {
        Optional<WearerProfile> profile = wearers.profile(wearerId);
        if (profile.isEmpty()) {
            return null;
        }
        audit.looked(user, wearerId, what, alertId);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
        return WearerShape.wearer(profile.get(), measured.latest(wearerId), today);
    }

    private Answer wearer(Call call) {
        requireReason(call);
        JsonObject shown = shown(call.user(), call.id(), "profile", null);
        if (shown == null) {
            throw noSuchWearer(call.id());
        }
        return Answer.ok(shown);
    }

    private Answer vitals(Call call) {
        requireReason(call);
        Instant to = call.queryTime("to").orElseGet(clock::instant);
        Instant from = call.queryTime("from").orElse(to.minus(DEFAULT_SPAN));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_SPAN) > 0) {
            throw new Problem(400, "`from` must lie before `to`, by 31 days at most.");
        }
        audit.looked(call.user(), call.id(), "vitals", null);
        List<Vitals> rows = measured.vitals(call.id(), from, to, MOST_VITALS + 1);
        boolean truncated = rows.size() > MOST_VITALS;
        return Answer.ok(new JsonObject()
                .put("vitals", WearerShape.vitals(truncated ? rows.subList(0, MOST_VITALS) : rows))
                .put("truncated", truncated));
    }

    private Answer town(Call call) {
        List<Long> grids = everywhere(call.user()) ? null : gridsOf(call.user());
        Measured.Presence presence = measured.presence(grids, LATELY);
        int open = book.list(call.user().viewer(), true, Integer.MAX_VALUE).size();
        return Answer.ok(new JsonObject()
                .put("bands", presence.bands())
                .put("heard", presence.heard())
                .put("openAlerts", open));
    }

    private static boolean everywhere(User user) {
        return user.role().seesEveryWearer() || user.role().seesEveryAlert();
    }

    /** A worker's reason is a shift in the wearer's grid, or an open alert. Who has none cannot tell whether there is such a wearer. */
    private void requireReason(Call call) {
        User user = call.user();
        boolean hasReason = user.role().seesEveryWearer()
                || (user.workerId() != null && (isInGrids(call.id(), gridsOf(user)) || isInAlert(user, call.id())));
        if (!hasReason) {
            throw noSuchWearer(call.id());
        }
    }

    private boolean isInGrids(long wearerId, List<Long> grids) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM wearer WHERE id = :wearer AND grid_id = ANY(:grids))")
                .bind("wearer", wearerId)
                .bindArray("grids", Long.class, grids)
                .mapTo(boolean.class)
                .one());
    }

    private boolean isInAlert(User user, long wearerId) {
        return book.list(user.viewer(), true, Integer.MAX_VALUE).stream()
                .anyMatch(alert -> alert.wearerId() != null && alert.wearerId() == wearerId);
    }

    private List<Long> gridsOf(User user) {
        Long worker = user.workerId();
        return worker == null ? List.of() : jdbi.withHandle(handle -> roster.gridsOf(handle, worker, clock.instant()));
    }

    private static Problem noSuchWearer(long id) {
        return new Problem(404, "There is no wearer " + id + " whom you look after.");
    }
}
