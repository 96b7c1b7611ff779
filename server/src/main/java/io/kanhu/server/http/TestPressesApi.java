package io.kanhu.server.http;

import io.kanhu.alerting.kpi.TestPresses;
import io.kanhu.alerting.kpi.TestPresses.Due;
import io.kanhu.alerting.kpi.TestPresses.Where;
import io.kanhu.registry.Scopes;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.YearMonth;

/** Who is due for a test press. */
final class TestPressesApi implements Api.Subject {
    private static final int DEFAULT_LIMIT = 100;

    private final TestPresses presses;
    private final Scopes scopes;
    private final Audit audit;

    TestPressesApi(TestPresses presses, Scopes scopes, Audit audit) {
        this.scopes = scopes;
        this.presses = presses;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listTestPressesDue", this::list);
    }

    private Answer list(Call call) {
        User user = call.user();
        boolean all = user.role().seesEveryWearer();
        boolean numbers = user.role().seesEveryAlert();
        Long worker = user.workerId();
        if (!all && !numbers && worker == null) {
            throw new Problem(403, "Test presses are for the workers of grids, and for the office.");
        }
        if (!user.scope().isCity()) {
            call.requireGrid(scopes, call.query("grid").orElse(null));
        }
        YearMonth month = call.query("month").map(YearMonth::parse).orElseGet(presses::month);
        Where where = new Where(call.query("grid").orElse(null), all || numbers ? null : worker);
        int most = all || !numbers ? call.queryNumber("limit").orElse(DEFAULT_LIMIT) : 0;
        Due due = presses.due(month, where, most);
        due.people().forEach(person -> audit.looked(user, person.wearerId(), "test_presses", null));
        return Answer.ok(shape(due));
    }

    private static JsonObject shape(Due due) {
        JsonArray grids = new JsonArray();
        due.grids()
                .forEach(grid -> grids.add(new JsonObject()
                        .put("grid", grid.grid())
                        .put("area", grid.area())
                        .put("due", grid.due())));
        JsonArray people = new JsonArray();
        due.people()
                .forEach(person -> people.add(new JsonObject()
                        .put("wearerId", person.wearerId())
                        .put("wearer", person.wearer())
                        .put("grid", person.grid())
                        .put(
                                "lastTestAt",
                                person.lastTestAt() == null
                                        ? null
                                        : person.lastTestAt().toString())));
        return new JsonObject()
                .put("month", due.month().toString())
                .put("at", due.at().toString())
                .put("days", due.days())
                .put("due", due.count())
                .put("grids", grids)
                .put("people", people);
    }
}
