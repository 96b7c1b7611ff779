package io.kanhu.server.http;

import io.kanhu.alerting.care.CalmDesk;
import io.kanhu.alerting.care.CalmDesk.Quiet;
import io.kanhu.alerting.care.CalmDesk.Service;
import io.kanhu.alerting.care.CalmDesk.Whose;
import io.kanhu.registry.Scopes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/** Quiet hours and maintenance, of a wearer or an area. */
final class CalmApi implements Api.Subject {
    /** Bands that are in the workshop for longer are not worn by anybody. */
    private static final Duration LONGEST = Duration.ofDays(31);

    private final CalmDesk desk;
    private final Scopes scopes;

    CalmApi(CalmDesk desk, Scopes scopes) {
        this.desk = desk;
        this.scopes = scopes;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listQuietHours", this::listQuiet);
        operations.add("putQuietHours", this::putQuiet);
        operations.add("endQuietHours", this::endQuiet);
        operations.add("listMaintenance", this::listServices);
        operations.add("addMaintenance", this::addService);
        operations.add("endMaintenance", this::endService);
    }

    private Answer listQuiet(Call call) {
        call.requireOffice();
        JsonArray array = new JsonArray();
        desk.quiet().stream().filter(hours -> isTheirs(call, hours.whose())).forEach(hours -> array.add(json(hours)));
        return Answer.ok(new JsonObject().put("quietHours", array));
    }

    private Answer putQuiet(Call call) {
        call.requireOffice();
        JsonObject body = call.body();
        LocalTime begins = LocalTime.parse(body.getString("begins"));
        LocalTime ends = LocalTime.parse(body.getString("ends"));
        if (begins.equals(ends)) {
            throw new Problem(400, "Quiet hours that end when they begin are a whole day; let them end earlier.");
        }
        Whose whose = whose(body);
        if (!isTheirs(call, whose)) {
            throw unknown(whose);
        }
        return desk.setQuiet(whose, begins, ends, call.user().name())
                .map(hours -> Answer.ok(json(hours)))
                .orElseThrow(() -> unknown(whose));
    }

    private Answer endQuiet(Call call) {
        call.requireOffice();
        boolean theirs =
                desk.quiet().stream().anyMatch(hours -> hours.id() == call.id() && isTheirs(call, hours.whose()));
        if (!theirs || !desk.endQuiet(call.id(), call.user().name())) {
            throw new Problem(404, "There are no quiet hours " + call.id() + " that hold now.");
        }
        return Answer.done();
    }

    private Answer listServices(Call call) {
        call.requireOffice();
        JsonArray array = new JsonArray();
        desk.services().stream()
                .filter(service -> isTheirs(call, service.whose()))
                .forEach(service -> array.add(json(service)));
        return Answer.ok(new JsonObject().put("maintenance", array));
    }

    private Answer addService(Call call) {
        call.requireOffice();
        JsonObject body = call.body();
        Instant from = time(body, "from");
        Instant until = time(body, "until");
        if (!until.isAfter(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
            throw new Problem(400, "`until` must be after `from`, by 31 days at most.");
        }
        Whose whose = whose(body);
        if (!isTheirs(call, whose)) {
            throw unknown(whose);
        }
        return desk.setService(
                        whose,
                        from,
                        until,
                        body.getString("reason"),
                        call.user().name())
                .map(service -> Answer.ok(json(service)))
                .orElseThrow(() -> unknown(whose));
    }

    private Answer endService(Call call) {
        call.requireOffice();
        boolean theirs = desk.services().stream()
                .anyMatch(service -> service.id() == call.id() && isTheirs(call, service.whose()));
        if (!theirs || !desk.endService(call.id(), call.user().name())) {
            throw new Problem(404, "There is no maintenance " + call.id() + " that has not ended.");
        }
        return Answer.done();
    }

    private boolean isTheirs(Call call, Whose whose) {
        Long wearer = whose.wearerId();
        return wearer == null
                ? scopes.hasArea(call.user().scope(), whose.area())
                : scopes.hasWearer(call.user().scope(), wearer);
    }

    private static Whose whose(JsonObject body) {
        Whose whose = new Whose(body.getLong("wearerId"), body.getString("area"));
        if ((whose.wearerId() == null) == (whose.area() == null)) {
            throw new Problem(400, "Say whom it is for: either `wearerId`, or `area` with the code of an area.");
        }
        return whose;
    }

    private static Problem unknown(Whose whose) {
        return new Problem(
                404,
                whose.area() == null
                        ? "There is no wearer " + whose.wearerId() + "."
                        : "There is no area with the code " + whose.area() + ".");
    }

    private static Instant time(JsonObject body, String name) {
        try {
            return OffsetDateTime.parse(body.getString(name)).toInstant();
        } catch (DateTimeException e) {
            throw new Problem(400, "`" + name + "` must be a time such as 2026-05-01T08:00:00Z.");
        }
    }

    private static JsonObject json(Quiet hours) {
        return new JsonObject()
                .put("id", hours.id())
                .put("wearerId", hours.whose().wearerId())
                .put("area", hours.whose().area())
                .put("begins", hours.begins().toString())
                .put("ends", hours.ends().toString())
                .put("since", hours.since().toString())
                .put("by", hours.by());
    }

    private static JsonObject json(Service service) {
        return new JsonObject()
                .put("id", service.id())
                .put("wearerId", service.whose().wearerId())
                .put("area", service.whose().area())
                .put("from", service.from().toString())
                .put("until", service.until().toString())
                .put("reason", service.reason())
                .put("since", service.since().toString())
                .put("by", service.by());
    }
}
