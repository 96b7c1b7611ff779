package io.kanhu.server.http;

import io.kanhu.server.oidc.OidcLogin;
import io.kanhu.server.oidc.OidcLogin.Ending;
import io.kanhu.server.session.Sessions;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Logging in by way of another server, where there is one. A browser comes and goes here, so the answers are ways to go. */
final class OidcApi implements Api.Subject {
    private static final String NAME = "kanhu_oidc";
    private static final int SECONDS = 600;
    /** The pages one can come back to; no other address is ever sent to a browser. */
    private static final Set<String> PAGES = Set.of("/", "/console/");

    private final Optional<OidcLogin> oidc;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Addresses addresses;

    OidcApi(Optional<OidcLogin> oidc, Sessions sessions, SessionCookie cookie, Addresses addresses) {
        this.oidc = oidc;
        this.sessions = sessions;
        this.cookie = cookie;
        this.addresses = addresses;
    }

    @Override
    public void bind(Operations operations) {
        operations.addOpen(
                "listLoginWays",
                (context, request) -> Answer.ok(new JsonObject()
                        .put("password", true)
                        .put("oidc", oidc.map(OidcLogin::label).orElse(null))));
        operations.addOpen("beginOidc", this::begin);
        operations.addOpen("finishOidc", this::finish);
    }

    private Answer begin(RoutingContext context, ValidatedRequest request) {
        String wanted = query(context, "next");
        String next = wanted != null && PAGES.contains(wanted) ? wanted : "/";
        return there().begin(next)
                .map(way -> Answer.goTo(way.location().toString()).withCookie(brought(way.browser())))
                .orElseGet(() -> Answer.goTo(next + "?login=failed"));
    }

    private Answer finish(RoutingContext context, ValidatedRequest request) {
        String code = query(context, "code");
        String state = query(context, "state");
        Cookie browser = context.request().getCookie(name());
        if (code == null || state == null || browser == null) {
            return Answer.goTo("/?login=failed");
        }
        Ending ending = there().finish(
                        code, state, query(context, "iss"), browser.getValue(), addresses.originOf(context.request()));
        return switch (ending) {
            case Ending.In(var welcome, String next) -> {
                cookie.tokenOf(context).ifPresent(sessions::close);
                yield Answer.goTo(next).withCookie(cookie.set(welcome.token(), sessions.lifetime()));
            }
            case Ending.Unknown(String next) -> Answer.goTo(next + "?login=unknown");
            case Ending.Failed() -> Answer.goTo("/?login=failed");
        };
    }

    private OidcLogin there() {
        return oidc.orElseThrow(
                () -> new Problem(404, "People log in here with name and password (kanhu.oidc.issuer)."));
    }

    private static @Nullable String query(RoutingContext context, String name) {
        return context.request().getParam(name);
    }

    private String name() {
        return cookie.secure() ? "__Host-" + NAME : NAME;
    }

    /** Lax, since it comes back by a link of the other server's. */
    private String brought(String browser) {
        return name() + "=" + browser + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + SECONDS
                + (cookie.secure() ? "; Secure" : "");
    }
}
