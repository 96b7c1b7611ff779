package io.kanhu.server.http;

import io.kanhu.alerting.followup.FollowUps;
import io.kanhu.alerting.followup.FollowUps.FollowUp;
import io.kanhu.registry.care.CareNotes;
import io.kanhu.registry.care.Visits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Care between alerts: notes, visits, and whom to look into. For supervisors, care staff and administrators; every look is written down. */
final class CareApi implements Api.Subject {
    private static final int MOST_OF_ONE = 200;
    private static final int MOST_IN_A_LIST = 500;
    private static final Duration SOON = Duration.ofDays(3);

    private final Care care;
    private final CareNotes notes;
    private final Visits visits;
    private final FollowUps followUps;
    private final Audit audit;
    private final Clock clock;

    CareApi(Jdbi jdbi, Care care, Audit audit, Clock clock) {
        this.care = care;
        this.notes = new CareNotes(jdbi);
        this.visits = new Visits(jdbi);
        this.followUps = new FollowUps(jdbi, clock);
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("getCare", this::careOfOne);
        operations.add("addCareNote", this::addNote);
        operations.add("addVisit", this::addVisit);
        operations.add("listDueVisits", this::due);
        operations.add("listVisitRates", this::rates);
        operations.add("getVisitPlan", call -> plan(call, visits.plan()));
        operations.add("putVisitPlan", this::changePlan);
        operations.add("listFollowUps", this::followUps);
        operations.add("lookForFollowUps", this::look);
        operations.add("settleFollowUp", this::settle);
    }

    /** Notes, visits and suggestions of one wearer. */
    private Answer careOfOne(Call call) {
        care.requireWearer(call, call.id());
        audit.looked(call.user(), call.id(), "care", null);
        return Answer.ok(careOf(call.id()));
    }

    private JsonObject careOf(long wearer) {
        JsonArray written = new JsonArray();
        notes.of(wearer, MOST_OF_ONE)
                .forEach(note -> written.add(new JsonObject()
                        .put("id", note.id())
                        .put("at", note.at().toString())
                        .put("by", note.by())
                        .put("text", note.text())));
        JsonArray made = new JsonArray();
        visits.of(wearer, MOST_OF_ONE)
                .forEach(visit -> made.add(new JsonObject()
                        .put("at", visit.at().toString())
                        .put("way", visit.way().code())
                        .put("note", visit.note())
                        .put("by", visit.by())));
        return new JsonObject()
                .put("notes", written)
                .put("visits", made)
                .put("followUps", json(followUps.of(wearer, MOST_OF_ONE)));
    }

    private Answer addNote(Call call) {
        care.requireWearer(call, call.id());
        notes.add(call.id(), call.body().getString("text"), call.user().actor().name(), clock.instant());
        audit.looked(call.user(), call.id(), "care", null);
        return Answer.ok(careOf(call.id()));
    }

    private Answer addVisit(Call call) {
        care.requireWearer(call, call.id());
        Instant now = clock.instant();
        Instant given = Call.timeIn(call.body(), "at");
        Instant at = given == null ? now : given;
        if (at.isAfter(now.plus(Duration.ofMinutes(5)))) {
            throw new Problem(400, "`at` lies in the future: a visit is written down once it was made.");
        }
        visits.made(
                call.id(),
                new Visits.Visit(
                        at,
                        Visits.Way.of(call.body().getString("way")),
                        call.body().getString("note"),
                        call.user().actor().name()),
                now);
        audit.looked(call.user(), call.id(), "care", null);
        return Answer.ok(careOf(call.id()));
    }

    private Answer due(Call call) {
        List<Long> grids = care.gridsOf(call);
        Instant now = clock.instant();
        List<Visits.Due> due = visits.due(call.query("grid").orElse(null), grids, now.plus(SOON), MOST_IN_A_LIST);
        audit.lookedAtAll(call.user(), due.stream().map(Visits.Due::wearerId).toList(), "list");
        JsonArray array = new JsonArray();
        due.forEach(one -> array.add(new JsonObject()
                .put("wearerId", one.wearerId())
                .put("wearer", one.name())
                .put("risk", one.risk())
                .put("grid", one.grid())
                .put("address", one.address())
                .put("lastAt", one.lastAt() == null ? null : one.lastAt().toString())
                .put("dueAt", one.dueAt().toString())
                .put("overdue", one.dueAt().isBefore(now))));
        return Answer.ok(new JsonObject().put("due", array));
    }

    private Answer rates(Call call) {
        List<Long> grids = care.gridsOf(call);
        YearMonth month = month(call);
        JsonArray array = new JsonArray();
        visits.rates(month, grids)
                .forEach(rate -> array.add(new JsonObject()
                        .put("grid", rate.grid())
                        .put("wearers", rate.wearers())
                        .put("planned", rate.planned())
                        .put("made", rate.made())
                        .put("visits", rate.visits())
                        .put("percent", rate.planned() == 0 ? 0 : Math.round(100.0 * rate.made() / rate.planned()))));
        return Answer.ok(new JsonObject().put("month", month.toString()).put("grids", array));
    }

    private YearMonth month(Call call) {
        try {
            return call.query("month")
                    .map(YearMonth::parse)
                    .orElseGet(() -> YearMonth.from(clock.instant().atZone(ZoneId.systemDefault())));
        } catch (DateTimeParseException e) {
            throw new Problem(400, "`month` must be a month such as 2026-11.");
        }
    }

    private Answer plan(Call call, Map<String, Integer> plan) {
        care.require(call);
        JsonObject days = new JsonObject();
        plan.forEach(days::put);
        return Answer.ok(days);
    }

    private Answer changePlan(Call call) {
        care.require(call);
        call.requireOffice();
        Map<String, Integer> days = new HashMap<>();
        call.body().forEach(entry -> days.put(entry.getKey(), ((Number) entry.getValue()).intValue()));
        return plan(call, visits.plan(days));
    }

    private Answer followUps(Call call) {
        List<Long> grids = care.gridsOf(call);
        List<FollowUp> open = followUps.open(call.query("grid").orElse(null), grids, MOST_IN_A_LIST);
        audit.lookedAtAll(
                call.user(), open.stream().map(FollowUp::wearerId).distinct().toList(), "list");
        return Answer.ok(new JsonObject().put("followUps", json(open)));
    }

    private Answer look(Call call) {
        care.require(call);
        return Answer.ok(new JsonObject().put("found", followUps.look()));
    }

    private Answer settle(Call call) {
        care.require(call);
        long wearer = followUps
                .wearerOf(call.id())
                .orElseThrow(() -> new Problem(409, "There is no such suggestion; read the list again."));
        care.requireWearer(call, wearer);
        JsonObject body = call.body();
        boolean done = body.getString("state").equals("done");
        boolean settled = followUps.settle(
                call.id(),
                done ? FollowUps.Settled.DONE : FollowUps.Settled.NOT_NEEDED,
                call.user().actor().name(),
                body.getString("note"));
        if (!settled) {
            throw new Problem(409, "This is not open any more, or never was; read the list again.");
        }
        return Answer.done();
    }

    private static JsonArray json(List<FollowUp> all) {
        JsonArray array = new JsonArray();
        all.forEach(one -> array.add(new JsonObject()
                .put("id", one.id())
                .put("wearerId", one.wearerId())
                .put("wearer", one.wearer())
                .put("risk", one.risk())
                .put("grid", one.grid())
                .put("rule", one.rule())
                .put("figures", new JsonObject(one.figures()))
                .put("foundAt", one.foundAt().toString())
                .put("state", one.state())
                .put("settledBy", one.settledBy())
                .put("settledAt", text(one.settledAt()))
                .put("note", one.note())));
        return array;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
