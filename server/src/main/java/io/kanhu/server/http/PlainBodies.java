package io.kanhu.server.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** Takes every body as JSON, whatever a terse client calls it: there is nothing else here that it could be. */
final class PlainBodies implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.request().headers();
        boolean empty = !headers.contains("Transfer-Encoding")
                && (!headers.contains("Content-Length") || "0".equals(headers.get("Content-Length")));
        if (empty) {
            headers.remove("Content-Type");
        } else {
            headers.set("Content-Type", "application/json");
        }
        context.next();
    }
}
