package io.kanhu.server.http;

import io.kanhu.alerting.board.Board;
import io.kanhu.alerting.board.Standing;
import io.kanhu.alerting.episode.AlertBook;
import io.kanhu.alerting.episode.AlertState;
import io.kanhu.alerting.episode.AlertView;
import io.kanhu.alerting.episode.Dispatch;
import io.kanhu.registry.Scopes;
import io.kanhu.registry.place.PlaceMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What the console's board shows and what is decided there: who goes, and what those on a case should know. */
public final class BoardApi implements Api.Subject {
    /** So many of the newest that have ended are looked through for those that are not closed. */
    private static final int ENDED = 300;

    private final Jdbi jdbi;
    private final Clock clock;
    private final AlertBook book;
    private final Board board;
    private final Dispatch dispatch;
    private final Troubles troubles;
    private final PlaceMap places;
    private final @Nullable String tiles;
    private final Scopes scopes;

    public BoardApi(
            Jdbi jdbi,
            Clock clock,
            AlertBook book,
            Board board,
            Dispatch dispatch,
            Troubles troubles,
            Optional<String> tiles) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.book = book;
        this.board = board;
        this.dispatch = dispatch;
        this.troubles = troubles;
        this.places = new PlaceMap(jdbi);
        this.tiles = tiles.orElse(null);
        this.scopes = new Scopes(jdbi);
    }

    @Override
    public void bind(Operations operations) {
        operations.add("getBoard", this::board);
        operations.add("listTroubles", this::troubles);
        operations.add("listWhoCouldGo", this::workers);
        operations.addWritten("getMap", call -> Buffer.buffer(places.geoJson(tiles)));
        operations.add(
                "reassignAlert",
                call -> moved(dispatch.reassign(
                        call.id(),
                        call.user().actor(),
                        call.body().getLong("worker"),
                        call.body().getString("note"))));
        operations.add(
                "takeOverAlert",
                call -> moved(dispatch.takeOver(
                        call.id(), call.user().actor(), call.body().getString("note"))));
        operations.add(
                "commentOnAlert",
                call -> moved(dispatch.comment(
                        call.id(), call.user().actor(), call.body().getString("note"))));
    }

    private Answer board(Call call) {
        call.requireOffice();
        List<AlertView> shown = book.list(call.user().viewer(), false, ENDED).stream()
                .filter(alert -> alert.state() != AlertState.CLOSED)
                .toList();
        Map<Long, Standing> standings = board
                .standings(shown.stream().map(AlertView::id).toList())
                .stream()
                .collect(Collectors.toMap(Standing::alertId, Function.identity()));
        JsonArray alerts = new JsonArray();
        for (AlertView alert : shown) {
            Standing standing = standings.get(alert.id());
            if (standing != null) {
                alerts.add(AlertShape.alert(alert).put("standing", json(standing)));
            }
        }
        return Answer.ok(new JsonObject()
                .put("at", clock.instant().toString())
                .put("alerts", alerts)
                .put("targetsSeconds", new JsonArray(board.answerTargets())));
    }

    private Answer troubles(Call call) {
        call.requireOffice();
        JsonArray array = new JsonArray();
        troubles.now().stream()
                .filter(trouble -> concerns(call, trouble))
                .forEach(trouble -> array.add(trouble.toJson()));
        return Answer.ok(new JsonObject().put("troubles", array));
    }

    /** What is about one case, or one grid, is for those who look after it; the rest is for all. */
    private boolean concerns(Call call, Troubles.Trouble trouble) {
        Long alert = trouble.alertId();
        if (call.user().scope().isCity() || (alert == null && !trouble.kind().equals("ladder_gap"))) {
            return true;
        }
        return alert == null
                ? scopes.hasGrid(
                        call.user().scope(),
                        trouble.about().substring(0, trouble.about().indexOf(' ')))
                : book.find(call.user().viewer(), alert).isPresent();
    }

    private Answer workers(Call call) {
        call.requireOffice();
        JsonArray workers = new JsonArray();
        Long area = call.user().scope().areaId();
        jdbi.useHandle(handle -> handle.createQuery("""
                        WITH duty AS (
                          SELECT DISTINCT d.worker_id, g.name AS place
                            FROM alert a JOIN grid g ON g.id IN (a.grid_id, a.at_grid_id)
                           CROSS JOIN LATERAL duty_of(g.id, NULL, :now, :now) d WHERE a.id = :alert
                        )
                        SELECT w.id, w.name, w.phone, a.name AS area,
                               (SELECT string_agg(d.place, '、') FROM duty d WHERE d.worker_id = w.id) AS on_duty,
                               EXISTS (SELECT FROM app_user u WHERE u.worker_id = w.id AND NOT u.disabled) AS app
                          FROM staff w LEFT JOIN area a ON a.id = w.area_id
                         WHERE (:area::bigint IS NULL OR w.area_id IN (SELECT areas_in(:area))
                                OR EXISTS (SELECT FROM worker_grid p JOIN grid t ON t.id = p.grid_id
                                            WHERE p.worker_id = w.id AND t.area_id IN (SELECT areas_in(:area))))
                         ORDER BY (SELECT count(*) FROM duty d WHERE d.worker_id = w.id) = 0, a.name, w.name LIMIT 1000
                        """)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("alert", call.queryNumber("alert").orElse(0))
                .bind("area", area)
                .map((row, context) -> workers.add(new JsonObject()
                        .put("id", row.getLong("id"))
                        .put("name", row.getString("name"))
                        .put("phone", row.getString("phone"))
                        .put("area", row.getString("area"))
                        .put("onDuty", row.getString("on_duty"))
                        .put("app", row.getBoolean("app"))))
                .forEach(added -> {}));
        return Answer.ok(new JsonObject().put("workers", workers));
    }

    private static Answer moved(AlertView alert) {
        return Answer.ok(AlertShape.alert(alert));
    }

    private static JsonObject json(Standing standing) {
        String note = standing.note();
        return new JsonObject()
                .put("rung", standing.rung())
                .put("rungs", standing.rungs())
                .put("nextAt", text(standing.nextAt()))
                .put("nextWhom", standing.nextWhom())
                .put("dispatchedAt", text(standing.dispatchedAt()))
                .put("acknowledgedAt", text(standing.acknowledgedAt()))
                .put("onSceneAt", text(standing.onSceneAt()))
                .put("resolvedAt", text(standing.resolvedAt()))
                .put("calledBackAt", text(standing.calledBackAt()))
                .put("assignedTo", standing.assignedTo())
                .put("told", new JsonArray(standing.told()))
                .put("note", note == null ? null : new JsonObject(note))
                .put("undelivered", standing.undelivered());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
