package io.kanhu.server.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/** Whether this process runs, and whether it can do its work. {@code ready} names what is wrong. */
public final class Health {
    private final Supplier<List<String>> problems;

    /** {@code problems} may block; an empty list means that all is well. */
    public Health(Supplier<List<String>> problems) {
        this.problems = problems;
    }

    void bind(Router router) {
        router.get("/health/live").handler(context -> answer(context, List.of()));
        router.get("/health/ready").handler(context -> {
            var loop = context.vertx().getOrCreateContext();
            Thread.startVirtualThread(() -> {
                List<String> found = problems.get();
                loop.runOnContext(nothing -> answer(context, found));
            });
        });
    }

    private static void answer(RoutingContext context, List<String> problems) {
        var unused = context.response()
                .setStatusCode(problems.isEmpty() ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject()
                        .put("status", problems.isEmpty() ? "up" : "down")
                        .put("problems", new JsonArray(problems))
                        .encode());
    }
}
