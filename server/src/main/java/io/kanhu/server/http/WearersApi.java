package io.kanhu.server.http;

import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertView;
import io.kanhu.ingest.history.Latest;
import io.kanhu.ingest.history.Measured;
import io.kanhu.registry.Scopes;
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
import org.jspecify.annotations.Nullable;

/** Wearers, their measurements and the town in figures, for those who have a reason; every look is written down. */
final class WearersApi implements Api.Subject {
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Wearers wearers;
    private final Reasons reasons;
    private final Scopes scopes;
    private final ConsentsApi consents;
    private final Measured measured;
    private final Charts charts;
    private final AlertBook book;
    private final AwayApi away;
    private final Audit audit;
    private final boolean askReason;
    private final Clock clock;

    WearersApi(
            Wearers wearers,
            Reasons reasons,
            Scopes scopes,
            ConsentsApi consents,
            Measured measured,
            Charts charts,
            AlertBook book,
            AwayApi away,
            Audit audit,
            boolean askReason,
            Clock clock) {
        this.wearers = wearers;
        this.reasons = reasons;
        this.scopes = scopes;
        this.consents = consents;
        this.askReason = askReason;
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
        return Reasons.goesOrSends(user);
    }

    /** A wearer for somebody who may see them; {@code null} if there is none. */
    @Nullable
    JsonObject shown(User user, long wearerId, String what, @Nullable Long alertId) {
        return shown(user, wearerId, what, new Why(alertId, null));
    }

    /** Why somebody looks: a call, or what they say, or that the wearer is theirs. */
    private record Why(@Nullable Long alertId, @Nullable String reason) {}

    private @Nullable JsonObject shown(User user, long wearerId, String what, Why why) {
        Optional<WearerProfile> profile = wearers.profile(wearerId);
        if (profile.isEmpty()) {
            return null;
        }
        audit.looked(user, wearerId, what, why.alertId(), why.reason());
        Latest latest = measured.latest(wearerId);
        boolean where = reasons.mayKnowWhere(user, wearerId);
        if (where && latest.position() != null) {
            audit.looked(user, wearerId, Audit.WHEREABOUTS, why.alertId(), why.reason());
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault());
        return WearerShape.wearer(profile.get(), where ? latest : latest.withoutPosition(), today)
                .put("whereabouts", where ? "shown" : "hidden")
                .put("consents", consents.of(wearerId))
                .put("suspension", away.of(wearerId));
    }

    private Answer wearer(Call call) {
        requireReason(call);
        JsonObject shown = shown(call.user(), call.id(), "profile", whyOf(call));
        if (shown == null) {
            throw noSuchWearer(call.id());
        }
        return Answer.ok(shown);
    }

    private Buffer vitals(Call call) {
        requireReason(call);
        Charts.Span span = charts.spanOf(call);
        Why why = whyOf(call);
        audit.looked(call.user(), call.id(), "vitals", why.alertId(), why.reason());
        return charts.of(call.id(), span);
    }

    private Answer town(Call call) {
        User user = call.user();
        List<Long> grids = everywhere(user) ? scopes.grids(user.scope()).orElse(null) : reasons.gridsOf(user);
        Measured.Presence presence = measured.presence(grids, LATELY);
        int open = book.list(user.viewer(), true, Integer.MAX_VALUE).size();
        return Answer.ok(new JsonObject()
                .put("bands", presence.bands())
                .put("heard", presence.heard())
                .put("openAlerts", open));
    }

    private static boolean everywhere(User user) {
        return user.role().seesEveryWearer() || user.role().seesEveryAlert();
    }

    /** Who has no reason cannot tell whether there is such a wearer. */
    private void requireReason(Call call) {
        if (!reasons.maySee(call.user(), call.id())) {
            throw noSuchWearer(call.id());
        }
    }

    /** A call that goes on is reason enough; without one the office may be asked to say why, by setting. */
    private Why whyOf(Call call) {
        Long alert =
                reasons.openAlert(call.user(), call.id()).map(AlertView::id).orElse(null);
        String reason = call.query("reason")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        if (askReason && alert == null && reason == null && call.user().role().seesEveryWearer()) {
            throw new Problem(
                    400, "There is no open call of this wearer; say why you look, with `reason` in the address.");
        }
        return new Why(alert, reason);
    }

    private static Problem noSuchWearer(long id) {
        return new Problem(404, "There is no wearer " + id + " whom you look after.");
    }
}
