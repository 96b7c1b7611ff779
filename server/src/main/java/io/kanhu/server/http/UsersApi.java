package io.kanhu.server.http;

import io.kanhu.server.session.Role;
import io.kanhu.server.session.Sessions;
import io.kanhu.server.session.User;
import io.kanhu.server.session.UserDesk;
import io.kanhu.server.session.UserDesk.Admitted;
import io.kanhu.server.session.UserDraft;
import io.kanhu.server.session.UserEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Who may log in as what; for administrators, each within their part of the city. */
final class UsersApi implements Api.Subject {
    private final UserDesk desk;
    private final Sessions sessions;
    private final Audit audit;

    UsersApi(UserDesk desk, Sessions sessions, Audit audit) {
        this.desk = desk;
        this.sessions = sessions;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listUsers", this::list);
        operations.add("addUser", this::add);
        operations.add("changeUser", this::change);
        operations.add(
                "giveNewPassword", call -> Answer.ok(admitted(desk.newPassword(administrator(call), call.id()))));
        operations.add("listUserSessions", this::sessions);
        operations.add("endUserSessions", this::endSessions);
    }

    private Answer list(Call call) {
        JsonArray array = new JsonArray();
        desk.list(administrator(call).scope()).forEach(entry -> array.add(json(entry)));
        return Answer.ok(new JsonObject().put("users", array));
    }

    private Answer add(Call call) {
        User by = administrator(call);
        JsonObject body = call.body();
        return Answer.ok(admitted(desk.admit(by, body.getString("name"), draft(body))));
    }

    private Answer change(Call call) {
        return Answer.ok(json(desk.change(administrator(call), call.id(), draft(call.body()))));
    }

    private Answer sessions(Call call) {
        UserEntry user = theirs(call);
        return Answer.ok(MySessionsApi.json(sessions.of(user.id(), "")));
    }

    private Answer endSessions(Call call) {
        UserEntry user = theirs(call);
        int ended = sessions.endAll(user.id());
        audit.noted(call.user(), "sessions_ended", user.id(), user.name() + ": " + ended);
        return Answer.done();
    }

    private UserEntry theirs(Call call) {
        return desk.find(administrator(call).scope(), call.id())
                .orElseThrow(() -> new Problem(404, "There is no user " + call.id() + " whom you look after."));
    }

    private static User administrator(Call call) {
        if (call.user().role() != Role.ADMINISTRATOR) {
            throw new Problem(403, "Users are the business of administrators.");
        }
        return call.user();
    }

    private static UserDraft draft(JsonObject body) {
        return new UserDraft(
                Role.of(body.getString("role")),
                body.getString("worker"),
                body.getString("area"),
                body.getString("language"),
                body.getBoolean("disabled", false));
    }

    private static JsonObject admitted(Admitted admitted) {
        return new JsonObject().put("user", json(admitted.user())).put("password", admitted.password());
    }

    private static JsonObject json(UserEntry user) {
        return new JsonObject()
                .put("id", user.id())
                .put("name", user.name())
                .put("role", user.role().code())
                .put("worker", user.worker())
                .put("workerName", user.workerName())
                .put("area", user.area())
                .put("areaName", user.areaName())
                .put("language", user.language())
                .put("disabled", user.disabled())
                .put("passwordGiven", user.passwordGiven())
                .put("createdAt", user.createdAt().toString())
                .put(
                        "lastSeenAt",
                        user.lastSeenAt() == null ? null : user.lastSeenAt().toString());
    }
}
