package io.kanhu.server.http;

import io.kanhu.server.session.Logins;
import io.kanhu.server.session.Logins.Outcome;
import io.kanhu.server.session.Sessions;
import io.kanhu.server.session.User;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatedRequest;

/** Logging in and out. */
final class SessionApi implements Api.Subject {
    private final Logins logins;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Addresses addresses;

    SessionApi(Logins logins, Sessions sessions, SessionCookie cookie, Addresses addresses) {
        this.logins = logins;
        this.sessions = sessions;
        this.cookie = cookie;
        this.addresses = addresses;
    }

    @Override
    public void bind(Operations operations) {
        operations.addOpen("logIn", this::logIn);
        operations.add("whoAmI", call -> Answer.ok(me(call.user())));
        operations.add("logOut", call -> {
            cookie.tokenOf(call.context()).ifPresent(sessions::close);
            return Answer.done().withCookie(cookie.clear());
        });
    }

    private Answer logIn(RoutingContext context, ValidatedRequest request) {
        JsonObject body = Call.bodyOf(request);
        Outcome outcome = logins.tryPassword(
                body.getString("name"), body.getString("password"), addresses.originOf(context.request()));
        return switch (outcome) {
            case Outcome.Welcome welcome -> {
                // Whatever the browser came with is worth nothing from now on.
                cookie.tokenOf(context).ifPresent(sessions::close);
                yield Answer.ok(me(welcome.user())).withCookie(cookie.set(welcome.token(), sessions.lifetime()));
            }
            case Outcome.Wrong() -> throw new Problem(401, "Name or password is wrong.");
            case Outcome.TooMany(var wait) ->
                throw new Problem(
                        429,
                        "Too many wrong passwords; try again in " + (1 + wait.toMinutes())
                                + " min, or ask for a new password.",
                        wait);
        };
    }

    private static JsonObject me(User user) {
        return new JsonObject()
                .put("name", user.name())
                .put("role", user.role().code())
                .put("worker", user.workerName())
                .put("language", user.language())
                .put("area", user.area())
                .put("passwordGiven", user.passwordGiven());
    }
}
