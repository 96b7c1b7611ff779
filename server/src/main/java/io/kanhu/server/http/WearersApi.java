package io.kanhu.server.http;

import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.ingest.history.Measured;
import io.kanhu.registry.Roster;
import io.kanhu.registry.WearerProfile;
import io.kanhu.registry.Wearers;
import io.kanhu.server.session.User;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Wearers, their measurements and the town in figures, for those who have a reason; every look is written down. */
final class WearersApi implements Api.Subject {
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Wearers wearers;
    private final Roster roster;
    private final Measured measured;
    private final Charts charts;
    private final AlertBook book;
    private final AwayApi away;
    private final Audit audit;
    private final Clock clock;

    WearersApi(
            Jdbi jdbi,
            Wearers wearers,
            Roster roster,
            Measured measured,
            Charts charts,
            AlertBook book,
            AwayApi away,
            Audit audit,
            Clock clock) {
        this.jdbi = jdbi;
        this.wearers = wearers;
        this.roster = roster;
        this.measured = measured;
        this.charts = charts;
        this.book = book;
        this.away = away;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("getWearer", this::wearer);
        operations.addWritten("getVitals", this::vitals);
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
        return WearerShape.wearer(profile.get(), measured.latest(wearerId), today)
                .put("suspension", away.of(wearerId));
    }

    private Answer wearer(Call call) {
        requireReason(call);
        JsonObject shown = shown(call.user(), call.id(), "profile", null);
        if (shown == null) {
            throw noSuchWearer(call.id());
        }
        return Answer.ok(shown);
    }

    private Buffer vitals(Call call) {
        requireReason(call);
        Charts.Span span = charts.spanOf(call);
        audit.looked(call.user(), call.id(), "vitals", null);
        return charts.of(call.id(), span);
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
