package io.kanhu.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.concurrent.CompletionException;

/** A web server on one port: the pages and the API for people, or health and metrics for machines. */
public final class WebServer implements AutoCloseable {
    private final HttpServer server;

    private WebServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Opens the port for people and programs. Blocks until it listens.
     *
     * @throws PortUnavailable if it cannot listen there
     */
    public static WebServer open(Vertx vertx, String host, int port, Api api, Health health) {
        Router router = Router.router(vertx);
        Failures failures = new Failures();
        Pages.bind(router, api.tiles());
        api.guard(router);
        Contract contract = Contract.read();
        String text = contract.text();
        router.get("/api/" + Contract.FILE)
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/yaml")
                        .end(text));
        router.route("/api/*")
                .handler(WebServer::plainly)
                .handler(new SameSite())
                .handler(new PlainBodies());
        RouterBuilder builder = RouterBuilder.create(
                        vertx, contract.checking(vertx), RequestExtractor.withBodyHandler())
                .rootHandler(new Bodies());
        api.bind(builder);
        router.route("/*").subRouter(builder.createRouter());
        health.bind(router);
        Pages.serve(router);
        router.route().failureHandler(failures);
        for (int status : new int[] {400, 404, 405, 413, 414, 415, 500}) {
            router.errorHandler(status, failures);
        }
        return listen(vertx, host, port, "kanhu.http.port or --http-port", router);
    }

    /**
     * Opens the port for Prometheus and whatever watches the process.
     *
     * @throws PortUnavailable if it cannot listen there
     */
    public static WebServer openManagement(Vertx vertx, String host, int port, Metrics metrics, Health health) {
        Router router = Router.router(vertx);
        health.bind(router);
        metrics.bind(router);
        return listen(vertx, host, port, "kanhu.metrics.port or --metrics-port", router);
    }

    private static WebServer listen(Vertx vertx, String host, int port, String setting, Router router) {
        HttpServerOptions options =
                new HttpServerOptions().setHost(host).setPort(port).setCompressionSupported(true);
        try {
            return new WebServer(vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join());
        } catch (CompletionException e) {
            throw new PortUnavailable(host, port, setting, e);
        }
    }

    /**
     * Only files are compressed: a stream must not wait in a compressor, and what answers a person's request must not tell by its
     * length what is in it.
     */
    private static void plainly(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
        context.next();
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
