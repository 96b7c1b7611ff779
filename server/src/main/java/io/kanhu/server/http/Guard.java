package io.kanhu.server.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;

/** What every answer tells browsers, beside what {@link Pages} says about scripts, and how much anybody may ask. */
final class Guard {
    private static final String A_YEAR = "max-age=31536000";

    private final SessionCookie cookie;
    private final RequestLimits limits;

    Guard(SessionCookie cookie, RequestLimits limits) {
        this.cookie = cookie;
        this.limits = limits;
    }

    void bind(Router router) {
        router.route().handler(context -> {
            HttpServerResponse response = context.response()
                    .putHeader("X-Frame-Options", "DENY")
                    .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                    .putHeader("Cross-Origin-Resource-Policy", "same-origin");
            if (cookie.secure()) {
                // They come by https, and shall never come otherwise.
                response.putHeader("Strict-Transport-Security", A_YEAR);
            }
            cookie.tell(context);
            context.next();
        });
        router.route("/api/*").handler(limits);
    }
}
