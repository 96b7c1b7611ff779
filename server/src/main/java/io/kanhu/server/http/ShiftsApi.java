package io.kanhu.server.http;

import io.kanhu.registry.Scopes;
import io.kanhu.registry.roster.RosterWeek;
import io.kanhu.registry.roster.Shift;
import io.kanhu.registry.roster.Shifts;
import io.kanhu.registry.roster.Weeks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** The roster as a calendar, and the shifts that are planned in it. */
final class ShiftsApi implements Api.Subject {
    private static final int DEFAULT_GRIDS = 30;
    private static final int DAYS = 7;

    private final Weeks weeks;
    private final Shifts shifts;
    private final Scopes scopes;
    private final Clock clock;

    ShiftsApi(Weeks weeks, Shifts shifts, Scopes scopes, Clock clock) {
        this.scopes = scopes;
        this.weeks = weeks;
        this.shifts = shifts;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("getRosterWeek", this::week);
        operations.add("listShifts", this::list);
        operations.add("listWorkers", this::workers);
        operations.add("putShift", this::put);
        operations.add("alterShift", this::alter);
        operations.add("endShift", this::end);
    }

    private Answer week(Call call) {
        call.requireOffice();
        ZoneId zone = weeks.zone();
        LocalDate monday = call.query("from")
                .map(ShiftsApi::day)
                .orElseGet(() -> LocalDate.ofInstant(clock.instant(), zone))
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        Instant from = monday.atStartOfDay(zone).toInstant();
        Instant until = monday.plusDays(DAYS).atStartOfDay(zone).toInstant();
        JsonArray grids = new JsonArray();
        weeks
                .of(
                        call.query("grid").orElse(null),
                        from,
                        until,
                        call.queryNumber("limit").orElse(DEFAULT_GRIDS))
                .stream()
                .filter(week -> scopes.hasGrid(call.user().scope(), week.grid()))
                .forEach(week -> grids.add(json(week)));
        JsonArray holidays = new JsonArray();
        weeks.holidays(monday, monday.plusDays(DAYS))
                .forEach(one -> holidays.add(
                        new JsonObject().put("day", one.day().toString()).put("name", one.name())));
        return Answer.ok(new JsonObject()
                .put("monday", monday.toString())
                .put("zone", zone.getId())
                .put("from", from.toString())
                .put("until", until.toString())
                .put("holidays", holidays)
                .put("grids", grids));
    }

    private Answer list(Call call) {
        call.requireOffice();
        call.requireGrid(scopes, call.query("grid").orElse(""));
        JsonArray array = new JsonArray();
        shifts.of(call.query("grid").orElse("")).forEach(shift -> array.add(json(shift)));
        return Answer.ok(new JsonObject().put("shifts", array));
    }

    private Answer workers(Call call) {
        call.requireOffice();
        JsonArray array = new JsonArray();
        shifts.workers()
                .forEach(worker ->
                        array.add(new JsonObject().put("code", worker.code()).put("name", worker.name())));
        return Answer.ok(new JsonObject().put("workers", array));
    }

    private Answer put(Call call) {
        call.requireOffice();
        call.requireGrid(scopes, call.body().getString("grid"));
        return Answer.ok(json(shifts.put(draft(call.body()))));
    }

    private Answer alter(Call call) {
        call.requireOffice();
        requireTheirs(call);
        call.requireGrid(scopes, call.body().getString("grid"));
        return Answer.ok(json(shifts.alter(call.id(), draft(call.body()))));
    }

    private Answer end(Call call) {
        call.requireOffice();
        requireTheirs(call);
        shifts.end(call.id());
        return Answer.done();
    }

    private void requireTheirs(Call call) {
        shifts.find(call.id()).ifPresent(shift -> call.requireGrid(scopes, shift.grid()));
    }

    private static Shifts.Draft draft(JsonObject body) {
        return new Shifts.Draft(
                body.getString("worker"),
                body.getString("grid"),
                body.getString("duty", "primary"),
                Call.requiredTimeIn(body, "from"),
                Call.timeIn(body, "until"));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Problem(400, "`from` must be a day such as 2026-10-05.");
        }
    }

    private static JsonObject json(RosterWeek week) {
        JsonArray duties = new JsonArray();
        week.duties()
                .forEach(one -> duties.add(new JsonObject()
                        .put("worker", one.worker())
                        .put("name", one.name())
                        .put("duty", one.duty())
                        .put("from", one.from().toString())
                        .put("until", one.until().toString())));
        JsonArray gaps = new JsonArray();
        week.gaps()
                .forEach(gap -> gaps.add(new JsonObject()
                        .put("from", gap.from().toString())
                        .put("until", gap.until().toString())));
        return new JsonObject()
                .put("grid", week.grid())
                .put("name", week.name())
                .put("duties", duties)
                .put("gaps", gaps);
    }

    private static JsonObject json(Shift shift) {
        return new JsonObject()
                .put("id", shift.id())
                .put("grid", shift.grid())
                .put("worker", shift.worker())
                .put("name", shift.name())
                .put("duty", shift.duty())
                .put("from", shift.from().toString())
                .put("until", shift.until() == null ? null : shift.until().toString());
    }
}
