package io.kanhu.server.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;

/** What every answer tells browsers, beside what {@link Pages} says about scripts, and how much anybody may ask. */
final class Guard {
    private static final String A_YEAR = "max-age=31536000";

    private final boolean secure;
    private final RequestLimits limits;

    /** {@code secure}: whether browsers come by https, and shall never come otherwise. */
    Guard(boolean secure, RequestLimits limits) {
        this.secure = secure;
        this.limits = limits;
    }

    void bind(Router router) {
        router.route().handler(context -> {
            HttpServerResponse response = context.response()
                    .putHeader("X-Frame-Options", "DENY")
                    .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                    .putHeader("Cross-Origin-Resource-Policy", "same-origin");
            if (secure) {
                response.putHeader("Strict-Transport-Security", A_YEAR);
            }
            context.next();
        });
        router.route("/api/*").handler(limits);
    }
}
