package io.kanhu.server.http;

import io.kanhu.registry.Scopes;
import io.kanhu.registry.enrol.EnrolDesk;
import io.kanhu.registry.enrol.Enrolled;
import io.kanhu.registry.enrol.Enrolment;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Enrolling somebody by form, and finding who is enrolled. */
final class EnrolmentsApi implements Api.Subject {
    static final Set<Role> DESK = Set.of(Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> FINDERS = Set.of(Role.SUPERVISOR, Role.CARE, Role.OPERATOR, Role.ADMINISTRATOR);

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
    private final Scopes scopes;
    private final Audit audit;

    EnrolmentsApi(EnrolDesk desk, Scopes scopes, Audit audit) {
        this.desk = desk;
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
            call.requireCity();
        }
        List<Map<String, String>> contacts = new ArrayList<>();
        for (Object contact : body.getJsonArray("contacts", new JsonArray())) {
            contacts.add(cells((JsonObject) contact));
        }
        Enrolled enrolled = desk.enrol(
                new Enrolment(cells(body), contacts, body.getString("band")),
                call.user().name());
        audit.looked(call.user(), enrolled.id(), "enrolled", null);
        return Answer.ok(json(enrolled));
    }

    private Answer find(Call call) {
        call.require(FINDERS, "Who is enrolled is shown to supervisors, care staff, operators and administrators.");
        JsonArray people = new JsonArray();
        List<Enrolled> found = desk.find(
                call.query("search").orElse(""), call.queryNumber("limit").orElse(20));
        Set<Long> theirs = scopes.wearers(
                call.user().scope(), found.stream().map(Enrolled::id).toList());
        found.stream().filter(one -> theirs.contains(one.id())).forEach(one -> people.add(json(one)));
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

    static JsonObject json(Enrolled one) {
        return new JsonObject()
                .put("id", one.id())
                .put("code", one.code())
                .put("name", one.name())
                .put("grid", one.grid())
                .put("bands", new JsonArray(one.bands()));
    }
}
