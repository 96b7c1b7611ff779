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
    private final boolean secure;

    /** {@code secure}: browsers send the cookie over https only. */
    SessionApi(Logins logins, Sessions sessions, boolean secure) {
        this.logins = logins;
        this.sessions = sessions;
        this.secure = secure;
    }

    @Override
    public void bind(Operations operations) {
        operations.addOpen("logIn", this::logIn);
        operations.add("whoAmI", call -> Answer.ok(me(call.user())));
        operations.add("logOut", call -> {
            Operations.tokenOf(call.context()).ifPresent(sessions::close);
            return Answer.done().withCookie(cookie("", 0));
        });
    }

    private Answer logIn(RoutingContext context, ValidatedRequest request) {
        JsonObject body = Call.bodyOf(request);
        String address = context.request().remoteAddress().hostAddress();
        Outcome outcome =
                logins.tryPassword(body.getString("name"), body.getString("password"), String.valueOf(address));
        return switch (outcome) {
            case Outcome.Welcome welcome ->
                Answer.ok(me(welcome.user()))
                        .withCookie(cookie(welcome.token(), sessions.lifetime().toSeconds()));
            case Outcome.Wrong() -> throw new Problem(401, "Name or password is wrong.");
            case Outcome.TooMany(var wait) ->
                throw new Problem(
                        429,
                        "Too many wrong passwords; try again in " + (1 + wait.toMinutes())
                                + " min, or ask for a new password.",
                        wait);
        };
    }

    private String cookie(String token, long seconds) {
        return Operations.COOKIE + "=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds
                + (secure ? "; Secure" : "");
    }

    private static JsonObject me(User user) {
        return new JsonObject()
                .put("name", user.name())
                .put("role", user.role().code())
                .put("worker", user.workerName())
                .put("language", user.language());
    }
}
