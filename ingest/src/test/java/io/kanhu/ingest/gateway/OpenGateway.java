package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Neighbourhood;
import io.kanhu.ingest.RecordingHook;
import io.kanhu.ingest.pipeline.Pipeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway on a free port with the whole pipeline behind it, and bands that are enrolled. */
final class OpenGateway implements AutoCloseable {
    /** More than any test sends. */
    static final int QUOTA = 10_000;

    private final Neighbourhood town;
    private final Vertx vertx =
            Vertx.builder().withTransport(GatewayTransport.best()).build();
    private final RecordingHook hook = new RecordingHook();
    private final List<String> listening = new CopyOnWriteArrayList<>();
    private final Pipeline pipeline;
    private final MqttGateway gateway;

    private OpenGateway(GatewayOptions options, boolean storing, String... bands) {
        town = new Neighbourhood(bands);
        pipeline = town.pipeline(hook, new SimpleMeterRegistry());
        if (storing) {
            pipeline.start();
        }
        gateway = of(vertx, options);
        gateway.start(pipeline);
    }

    static OpenGateway with(String... bands) {
        return withQuota(QUOTA, bands);
    }

    /** One that lets each band send so many messages a second, and what it saved up in four. */
    static OpenGateway withQuota(int quota, String... bands) {
        return new OpenGateway(GatewayOptions.at("127.0.0.1", 0, quota), true, bands);
    }

    /** One that waits so long for a client to take what it is sent. */
    static OpenGateway withPatience(Duration patience, String... bands) {
        return new OpenGateway(new GatewayOptions("127.0.0.1", 0, 2, 256, QUOTA, patience), true, bands);
    }

    /** One behind which nothing is stored, so that nothing is acknowledged either. */
    static OpenGateway thatStoresNothing(GatewayOptions options, String... bands) {
        return new OpenGateway(options, false, bands);
    }

    /** Another gateway for the same bands, not started. */
    MqttGateway of(Vertx runsOn, GatewayOptions options) {
        return new MqttGateway(
                runsOn, options, town.directory(), listening::add, Clock.systemUTC(), new SimpleMeterRegistry());
    }

    Neighbourhood town() {
        return town;
    }

    RecordingHook hook() {
        return hook;
    }

    /** Bands that have subscribed to their commands. */
    List<String> listening() {
        return listening;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    MqttGateway gateway() {
        return gateway;
    }

    int port() {
        return gateway.port();
    }

    @Override
    public void close() {
        gateway.stop();
        pipeline.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        town.close();
    }
}
