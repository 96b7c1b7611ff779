package io.kanhu.server.http;

import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertState;
import io.kanhu.alerting.episode.AlertView;
import io.kanhu.alerting.episode.Calls;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.NoSuchAlert;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.alerting.episode.Place;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seeing alerts and moving them along. */
final class AlertsApi implements Api.Subject {
    private static final int DEFAULT_LIMIT = 100;

    private final AlertBook book;
    private final Moves moves;
    private final Calls calls;
    private final WearersApi wearers;
    private final Audit audit;
    private final Clock clock;

    AlertsApi(AlertBook book, Moves moves, Calls calls, WearersApi wearers, Audit audit, Clock clock) {
        this.book = book;
        this.moves = moves;
        this.calls = calls;
        this.wearers = wearers;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listAlerts", this::list);
        operations.add("getAlert", this::one);
        operations.add("receiptAlert", this::receipt);
        operations.add(
                "acknowledgeAlert",
                call -> moved(moves.acknowledge(call.id(), call.user().actor())));
        operations.add(
                "arriveAtAlert",
                call -> moved(moves.arrive(call.id(), call.user().actor(), placeIn(call.body()))));
        operations.add("resolveAlert", this::resolve);
        bindCalls(operations);
        operations.add(
                "closeAlert", call -> moved(moves.close(call.id(), call.user().actor())));
    }

    /** What people do about one another. */
    private void bindCalls(Operations operations) {
        operations.add(
                "declineAlert",
                call -> moved(calls.decline(
                        call.id(), call.user().actor(), call.body().getString("reason"))));
        operations.add(
                "callBackup",
                call -> moved(
                        calls.backup(call.id(), call.user().actor(), call.body().getString("note"))));
        operations.add(
                "superviseAlert",
                call -> moved(calls.supervise(
                        call.id(), call.user().actor(), call.body().getString("note"))));
        operations.add(
                "callBackAboutAlert",
                call -> moved(calls.callBack(
                        call.id(), call.user().actor(), call.body().getString("note"))));
    }

    private Answer list(Call call) {
        boolean openOnly =
                call.query("state").map(state -> !state.equals("all")).orElse(true);
        int limit = call.queryNumber("limit").orElse(DEFAULT_LIMIT);
        List<AlertView> alerts = book.list(call.user().viewer(), openOnly, limit);
        audit.places(call.user(), alerts);
        return Answer.ok(new JsonObject().put("alerts", AlertShape.alerts(alerts)));
    }

    private Answer one(Call call) {
        AlertView alert = find(call);
        Long wearerId = alert.wearerId();
        JsonObject wearer = null;
        if (wearerId != null && wearers.mayLookForAlert(call.user())) {
            wearer = wearers.shown(call.user(), wearerId, "case", alert.id());
        }
        boolean isNoted = wearer != null && wearer.getJsonObject("latest").getValue("place") != null;
        if (wearerId != null && alert.place() != null && !isNoted) {
            audit.looked(call.user(), wearerId, Audit.WHEREABOUTS, alert.id());
        }
        return Answer.ok(new JsonObject()
                .put("alert", AlertShape.alert(alert))
                .put("wearer", wearer)
                .put("events", AlertShape.events(book.events(alert.id()), showsPlaces(call.user(), alert)))
                .put("told", AlertShape.told(book.told(alert.id()))));
    }

    private static boolean showsPlaces(User user, AlertView alert) {
        boolean over = alert.state() == AlertState.RESOLVED || alert.state() == AlertState.CLOSED;
        return user.role().seesEveryAlert() || !over || alert.place() != null;
    }

    private Answer receipt(Call call) {
        AlertView alert = find(call);
        Long worker = call.user().workerId();
        if (worker != null) {
            book.receipt(alert.id(), worker);
        }
        return Answer.done();
    }

    private Answer resolve(Call call) {
        JsonObject body = call.body();
        Outcome outcome = Outcome.of(body.getString("outcome"));
        return moved(moves.resolve(call.id(), call.user().actor(), outcome, body.getString("note")));
    }

    private AlertView find(Call call) {
        return book.find(call.user().viewer(), call.id())
                .orElseThrow(() -> new NoSuchAlert("there is no alert " + call.id() + " for you"));
    }

    private static Answer moved(AlertView alert) {
        return Answer.ok(AlertShape.alert(alert));
    }

    private @Nullable Place placeIn(JsonObject body) {
        Double latitude = body.getDouble("latitude");
        Double longitude = body.getDouble("longitude");
        return latitude == null || longitude == null
                ? null
                : new Place(latitude, longitude, body.getDouble("accuracy"), clock.instant());
    }
}
