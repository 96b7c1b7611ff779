package io.kanhu.server.http;

import io.kanhu.alerting.rules.LimitsBook;
import io.kanhu.registry.place.PlaceMap;
import io.kanhu.registry.roster.OwnShifts;
import io.kanhu.server.session.User;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a grid worker has to do with: the people of their grids, where these lie, their shifts, and a call to practise with. */
public final class MineApi implements Api.Subject {
    /** How far ahead one sees one's shifts. */
    private static final Duration AHEAD = Duration.ofDays(14);

    private final MyPeople people;
    private final PlaceMap places;
    private final OwnShifts shifts;
    private final PracticeCalls practice;
    private final Audit audit;
    private final Clock clock;
    private final Optional<String> tiles;

    /** @param tiles template of the addresses of map tiles, if there are any to be shown */
    public MineApi(Jdbi jdbi, Clock clock, LimitsBook limits, Optional<String> tiles) {
        this.people = new MyPeople(jdbi, clock, limits);
        this.places = new PlaceMap(jdbi);
        this.shifts = new OwnShifts(jdbi);
        this.practice = new PracticeCalls(jdbi, clock);
        this.audit = new Audit(jdbi, clock);
        this.clock = clock;
        this.tiles = tiles;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listMyWearers", this::wearers);
        operations.addWritten("listMyGrids", this::grids);
        operations.add("listMyShifts", this::shifts);
        operations.add(
                "beginPracticeCall",
                call -> Answer.ok(practice.begin(call.user().id())));
        operations.add("receiptPracticeCall", call -> {
            practice.shown(call.user().id(), keyOf(call));
            return Answer.done();
        });
        operations.add(
                "answerPracticeCall",
                call -> Answer.ok(practice.answer(
                        call.user().id(), keyOf(call), call.body().getString("answer"))));
    }

    PracticeCalls practice() {
        return practice;
    }

    /** Template of the addresses of map tiles. */
    Optional<String> tiles() {
        return tiles;
    }

    private Answer wearers(Call call) {
        long worker = requireWorker(call.user());
        List<MyPeople.Row> rows = people.of(shifts.gridsNow(worker, clock.instant()));
        audit.lookedAtAll(call.user(), rows.stream().map(MyPeople.Row::id).toList(), "list");
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(row.json()));
        return Answer.ok(new JsonObject().put("wearers", array));
    }

    private Buffer grids(Call call) {
        long worker = requireWorker(call.user());
        return Buffer.buffer(places.geoJson(shifts.gridsNow(worker, clock.instant()), tiles.orElse(null)));
    }

    private Answer shifts(Call call) {
        long worker = requireWorker(call.user());
        Instant now = clock.instant();
        JsonArray array = new JsonArray();
        shifts.of(worker, now, now.plus(AHEAD)).forEach(shift -> array.add(json(shift)));
        JsonArray colleagues = new JsonArray();
        shifts.colleagues(worker)
                .forEach(one ->
                        colleagues.add(new JsonObject().put("code", one.code()).put("name", one.name())));
        return Answer.ok(new JsonObject()
                .put("worker", shifts.codeOf(worker))
                .put("shifts", array)
                .put("colleagues", colleagues)
                .put(
                        "practice",
                        practice.last(call.user().id())
                                .map(PracticeCalls.Practice::json)
                                .orElse(null)));
    }

    private static long requireWorker(User user) {
        Long worker = user.workerId();
        if (worker == null) {
            throw new Problem(403, "This is for grid workers; open the console at /console/.");
        }
        return worker;
    }

    private static UUID keyOf(Call call) {
        RequestParameter key =
                Objects.requireNonNull(call.request().getPathParameters().get("key"));
        return UUID.fromString(key.getString());
    }

    private static JsonObject json(OwnShifts.Shift shift) {
        return new JsonObject()
                .put("place", shift.place())
                .put("duty", shift.duty())
                .put("from", text(shift.from()))
                .put("until", text(shift.until()));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
