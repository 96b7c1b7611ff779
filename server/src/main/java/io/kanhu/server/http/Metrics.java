package io.kanhu.server.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;

/** {@code /metrics}, as Prometheus reads it. */
public final class Metrics {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    public Metrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void bind(Router router) {
        router.get("/metrics").handler(context -> {
            var loop = context.vertx().getOrCreateContext();
            // Gauges may take a moment, and there are hundreds of lines to write.
            Thread.startVirtualThread(() -> {
                String text = registry.scrape(FORMAT);
                loop.runOnContext(nothing ->
                        context.response().putHeader("Content-Type", FORMAT).end(text));
            });
        });
    }
}
