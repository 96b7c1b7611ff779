package io.kanhu.server.http;

import io.kanhu.server.session.Logins;
import io.kanhu.server.session.Logins.Outcome;
import io.kanhu.server.session.Session;
import io.kanhu.server.session.Sessions;
import io.kanhu.server.session.UserDesk;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Where one is logged in, and one's own password. */
final class MySessionsApi implements Api.Subject {
    private final Logins logins;
    private final Sessions sessions;
    private final UserDesk desk;
    private final SessionCookie cookie;
    private final Addresses addresses;

    MySessionsApi(Logins logins, Sessions sessions, UserDesk desk, SessionCookie cookie, Addresses addresses) {
        this.logins = logins;
        this.sessions = sessions;
        this.desk = desk;
        this.cookie = cookie;
        this.addresses = addresses;
    }

    @Override
    public void bind(Operations operations) {
        operations.add(
                "listMySessions", call -> Answer.ok(json(sessions.of(call.user().id(), token(call)))));
        operations.add("endMyOtherSessions", call -> {
            sessions.endOthers(call.user().id(), token(call));
            return Answer.done();
        });
        operations.add("endMySession", call -> {
            if (!sessions.end(call.user().id(), call.id())) {
                throw new Problem(404, "You have no session " + call.id() + "; it may be over already.");
            }
            return Answer.done();
        });
        operations.add("changeMyPassword", this::changePassword);
    }

    private Answer changePassword(Call call) {
        JsonObject body = call.body();
        Outcome outcome = logins.choosePassword(
                call.user(),
                token(call),
                body.getString("old"),
                body.getString("password"),
                addresses.originOf(call.context().request()),
                desk);
        return switch (outcome) {
            case Outcome.Welcome welcome -> Answer.done();
            case Outcome.Wrong() ->
                throw new Problem(403, "The old password is wrong; an administrator can give you a new one.");
            case Outcome.TooMany(var wait) ->
                throw new Problem(
                        429, "Too many wrong passwords; try again in " + (1 + wait.toMinutes()) + " min.", wait);
        };
    }

    private String token(Call call) {
        return cookie.tokenOf(call.context()).orElse("");
    }

    static JsonObject json(List<Session> sessions) {
        JsonArray array = new JsonArray();
        sessions.forEach(session -> array.add(new JsonObject()
                .put("id", session.id())
                .put("createdAt", session.createdAt().toString())
                .put("lastSeenAt", session.lastSeenAt().toString())
                .put("expiresAt", session.expiresAt().toString())
                .put("address", session.address())
                .put("browser", session.browser())
                .put("current", session.current())));
        return new JsonObject().put("sessions", array);
    }
}
