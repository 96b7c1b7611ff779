package io.kanhu.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;

/**
 * Refuses changes that a page of another site asks a logged-in browser for. Browsers say where a request comes from
 * ({@code Sec-Fetch-Site}, or at least {@code Origin}); programs that are no browsers say nothing and are let through.
 */
final class SameSite implements Handler<RoutingContext> {
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!HARMLESS.contains(request.method()) && isForeign(request)) {
            context.fail(new Problem(403, "This request came from a page of another site."));
        } else {
            context.next();
        }
    }

    private static boolean isForeign(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeader("Origin");
        return origin != null && !authorityOf(origin).equals(request.getHeader("Host"));
    }

    private static String authorityOf(String origin) {
        try {
            return String.valueOf(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
