package io.kanhu.server.http;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The cookie that holds a session's token. Where people come by https its name begins with {@code __Host-}: browsers take such a cookie
 * over https only, from this very host and for all of it, so that no neighbouring site can plant one.
 *
 * @param secure whether browsers come by https
 */
record SessionCookie(boolean secure) {
    private static final String NAME = "kanhu_session";
    private static final String KEY = "kanhu.cookie";

    /** The one that is meant here. */
    static SessionCookie of(RoutingContext context) {
        return Objects.requireNonNull(context.get(KEY));
    }

    /** Lets those who answer the request know. */
    void tell(RoutingContext context) {
        context.put(KEY, this);
    }

    String name() {
        return secure ? "__Host-" + NAME : NAME;
    }

    /** The token of a request. */
    Optional<String> tokenOf(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(name())).map(Cookie::getValue);
    }

    /** The header that sets it. */
    String set(String token, Duration lifetime) {
        return name() + "=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + lifetime.toSeconds()
                + (secure ? "; Secure" : "");
    }

    /** The header that takes it away. */
    String clear() {
        return set("", Duration.ZERO);
    }
}
