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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Seeing alerts and moving them along. */
final class AlertsApi implements Api.Subject {
    private static final int DEFAULT_LIMIT = 100;

    private final AlertBook book;
    private final Moves moves;
    private final Calls calls;
    private final WearersApi wearers;
    private final AnsweredRequests answered;
    private final Audit audit;
    private final Clock clock;

    AlertsApi(
            AlertBook book,
            Moves moves,
            Calls calls,
            WearersApi wearers,
            AnsweredRequests answered,
            Audit audit,
            Clock clock) {
        this.book = book;
        this.moves = moves;
        this.calls = calls;
        this.wearers = wearers;
        this.audit = audit;
        this.answered = answered;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listAlerts", this::list);
        operations.add("getAlert", this::one);
        operations.add("receiptAlert", this::receipt);
        bindMoves(operations);
    }

    /** What changes an alert; each is done once, however often a phone sends it. */
    private void bindMoves(Operations operations) {
        add(
                operations,
                "acknowledgeAlert",
                call -> moves.acknowledge(call.id(), call.user().actor()));
        add(
                operations,
                "arriveAtAlert",
                call -> moves.arrive(call.id(), call.user().actor(), placeIn(call.body())));
        add(operations, "resolveAlert", this::resolve);
        add(operations, "closeAlert", call -> moves.close(call.id(), call.user().actor()));
        add(
                operations,
                "declineAlert",
                call -> calls.decline(
                        call.id(), call.user().actor(), call.body().getString("reason")));
        add(
                operations,
                "callBackup",
                call -> calls.backup(call.id(), call.user().actor(), call.body().getString("note")));
        add(
                operations,
                "superviseAlert",
                call -> calls.supervise(
                        call.id(), call.user().actor(), call.body().getString("note")));
        add(
                operations,
                "callBackAboutAlert",
                call -> calls.callBack(
                        call.id(), call.user().actor(), call.body().getString("note")));
    }

    private void add(Operations operations, String operation, Function<Call, AlertView> move) {
        operations.add(operation, call -> answered.once(call, once -> moved(once, move.apply(once))));
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

    private AlertView resolve(Call call) {
        JsonObject body = call.body();
        Outcome outcome = Outcome.of(body.getString("outcome"));
        return moves.resolve(call.id(), call.user().actor(), outcome, body.getString("note"));
    }

    private Answer moved(Call call, AlertView alert) {
        audit.placesBeside(call.user(), alert);
        return Answer.ok(AlertShape.alert(alert));
    }

    private AlertView find(Call call) {
        return book.find(call.user().viewer(), call.id())
                .orElseThrow(() -> new NoSuchAlert("there is no alert " + call.id() + " for you"));
    }

    private @Nullable Place placeIn(JsonObject body) {
        Double latitude = body.getDouble("latitude");
        Double longitude = body.getDouble("longitude");
        return latitude == null || longitude == null
                ? null
                : new Place(latitude, longitude, body.getDouble("accuracy"), clock.instant());
    }
}
