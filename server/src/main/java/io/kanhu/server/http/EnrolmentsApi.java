package io.kanhu.server.http;

import io.kanhu.registry.Scopes;
import io.kanhu.registry.WearerSearch;
import io.kanhu.registry.WearerSearch.Found;
import io.kanhu.registry.WearerSearch.Wanted;
import io.kanhu.registry.band.BandList;
import io.kanhu.registry.enrol.EnrolDesk;
import io.kanhu.registry.enrol.Enrolled;
import io.kanhu.registry.enrol.Enrolment;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Enrolling somebody by form, and finding who is enrolled. */
final class EnrolmentsApi implements Api.Subject {
    static final Set<Role> DESK = Set.of(Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> FINDERS = Set.of(Role.SUPERVISOR, Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR);

    private static final int DEFAULT_LIMIT = 20;

    /** What the interface calls a column, and what files call it. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("code", "code"),
            Map.entry("name", "name"),
            Map.entry("born", "born"),
            Map.entry("sex", "sex"),
            Map.entry("phone", "phone"),
            Map.entry("address", "address"),
            Map.entry("access", "access"),
            Map.entry("medical", "medical"),
            Map.entry("risk", "risk"),
            Map.entry("grid", "grid"),
            Map.entry("latitude", "lat"),
            Map.entry("longitude", "lon"),
            Map.entry("relation", "relation"),
            Map.entry("keyHolder", "key_holder"));

    private final EnrolDesk desk;
    private final WearerSearch search;
    private final BandList bands;
    private final Scopes scopes;
    private final Audit audit;
    private final Clock clock;

    EnrolmentsApi(EnrolDesk desk, WearerSearch search, BandList bands, Scopes scopes, Audit audit, Clock clock) {
        this.desk = desk;
        this.search = search;
        this.bands = bands;
        this.clock = clock;
        this.scopes = scopes;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("enrol", this::enrol);
        operations.add("findEnrolled", this::find);
    }

    private Answer enrol(Call call) {
        call.require(DESK, "People are enrolled by care staff, operators and administrators.");
        JsonObject body = call.body();
        call.requireGrid(scopes, body.getString("grid"));
        if (body.getString("band") != null) {
            BandsApi.visible(bands, call, body.getString("band"));
        }
        List<Map<String, String>> contacts = new ArrayList<>();
        for (Object contact : body.getJsonArray("contacts", new JsonArray())) {
            contacts.add(cells((JsonObject) contact));
        }
        Enrolled enrolled = desk.enrol(
                new Enrolment(cells(body), contacts, body.getString("band")),
                call.user().name());
        audit.looked(call.user(), enrolled.id(), "enrolled", null);
        return Answer.ok(json(enrolled.id(), enrolled.code(), enrolled.name(), enrolled.grid(), enrolled.bands()));
    }

    private Answer find(Call call) {
        call.require(FINDERS, "Who is enrolled is shown to supervisors, care staff, operators and administrators.");
        JsonArray people = new JsonArray();
        List<Found> found = search.find(
                new Wanted(call.query("search").orElse(""), null, null),
                scopes.grids(call.user().scope()).orElse(null),
                clock.instant(),
                call.queryNumber("limit").orElse(DEFAULT_LIMIT));
        audit.lookedAtAll(call.user(), found.stream().map(Found::id).toList(), "list");
        found.forEach(one -> people.add(json(one.id(), one.code(), one.name(), one.grid(), one.bands())));
        return Answer.ok(new JsonObject().put("people", people));
    }

    private static Map<String, String> cells(JsonObject body) {
        Map<String, String> cells = new HashMap<>();
        COLUMNS.forEach((name, column) -> {
            Object value = body.getValue(name);
            if (value != null) {
                cells.put(column, value.toString());
            }
        });
        return cells;
    }

    private static JsonObject json(long id, String code, String name, @Nullable String grid, List<String> bands) {
        return new JsonObject()
                .put("id", id)
                .put("code", code)
                .put("name", name)
                .put("grid", grid)
                .put("bands", new JsonArray(bands));
    }
}
