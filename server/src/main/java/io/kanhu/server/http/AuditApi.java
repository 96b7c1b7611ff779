package io.kanhu.server.http;

import io.kanhu.server.http.AuditLog.Entry;
import io.kanhu.server.http.AuditLog.Wanted;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who looked at whom and why, for administrators, and for supervisors about the wearers they look after. Reading it is logged too. */
final class AuditApi implements Api.Subject {
    private static final int DEFAULT_LIMIT = 100;

    private final AuditLog log;
    private final Audit audit;

    AuditApi(AuditLog log, Audit audit) {
        this.log = log;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listAudit", this::list);
    }

    private Answer list(Call call) {
        User user = call.user();
        boolean administrator = user.role() == Role.ADMINISTRATOR;
        if (!administrator && user.role() != Role.SUPERVISOR) {
            throw new Problem(
                    403, "Who looked at whom is shown to administrators, and to supervisors about their wearers.");
        }
        Wanted wanted = new Wanted(
                call.queryNumber("wearer").map(Integer::longValue).orElse(null),
                call.query("user").orElse(null),
                call.query("what").orElse(null),
                call.queryTime("from").orElse(null),
                call.queryTime("to").orElse(null),
                call.query("before").map(Long::valueOf).orElse(null),
                user.scope(),
                administrator && user.scope().isCity());
        audit.used(user, "audit", describe(call));
        int limit = call.queryNumber("limit").orElse(DEFAULT_LIMIT);
        List<Entry> entries = log.newest(wanted, limit + 1);
        boolean more = entries.size() > limit;
        List<Entry> page = more ? entries.subList(0, limit) : entries;
        JsonArray array = new JsonArray();
        page.forEach(entry -> array.add(json(entry)));
        return Answer.ok(new JsonObject()
                .put("entries", array)
                .put("before", more ? page.getLast().id() : null));
    }

    private static String describe(Call call) {
        return Stream.of("wearer", "user", "what", "from", "to", "before")
                .flatMap(name ->
                        call.context().queryParam(name).stream().limit(1).map(value -> name + "=" + value))
                .collect(Collectors.joining(" "));
    }

    private static JsonObject json(Entry entry) {
        return new JsonObject()
                .put("id", entry.id())
                .put("at", entry.at().toString())
                .put("user", entry.user())
                .put("role", entry.role())
                .put("worker", entry.worker())
                .put("what", entry.what())
                .put("wearerId", entry.wearerId())
                .put("wearer", entry.wearer())
                .put("alertId", entry.alertId())
                .put("kind", entry.kind())
                .put("reason", entry.reason())
                .put("subject", entry.subject())
                .put("detail", entry.detail());
    }
}
