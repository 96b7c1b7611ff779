package io.kanhu.ingest.gateway;

import io.kanhu.ingest.BandCommands;
import io.kanhu.ingest.Inlet;
import io.kanhu.ingest.Source;
import io.kanhu.ingest.SourceUnavailable;
import io.kanhu.protocol.Decoder;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT 3.1.1 and 5 server that bands connect to. It keeps no session: what is not acknowledged comes again from the band,
 * and what Kanhu has to say waits in the database until the band listens.
 */
public final class MqttGateway implements Source, BandCommands {
    private static final Logger LOG = LoggerFactory.getLogger(MqttGateway.class);

    /** Room for topic, packet id and properties beside the largest payload. */
    private static final int MAX_PACKET_BYTES = Decoder.MAX_PAYLOAD_BYTES + 1024;

    private static final int CONNECT_SECONDS = 20;

    private static final Pattern FAULT_OF_A_CLIENT =
            Pattern.compile("from a not connected client|MQTT endpoint is closed|unknown [A-Z]+ reason code");

    private final Vertx vertx;
    private final GatewayOptions options;
    private final Door door;
    private final Connections connections;
    private final AtomicInteger port = new AtomicInteger();
    private volatile @Nullable String deployment;

    /**
     * @param listening told on an event loop when a band has subscribed to its commands; must not block
     */
    public MqttGateway(
            Vertx vertx,
            GatewayOptions options,
            BandDirectory directory,
            Consumer<String> listening,
            Clock clock,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.options = options;
        this.connections = new Connections();
        this.door = new Door(
                directory,
                connections,
                listening,
                new Quota(vertx, options.quota(), metrics),
                options.maxUnacknowledged(),
                MAX_PACKET_BYTES,
                clock,
                metrics);
        metrics.gauge("kanhu.connections", connections, Connections::count);
    }

    @Override
    public void start(Inlet inlet) {
        Future<String> deployed = vertx.deployVerticle(
                () -> new Listener(inlet), new DeploymentOptions().setInstances(options.eventLoops()));
        try {
            deployment = deployed.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new SourceUnavailable(
                    "cannot listen for bands on %s:%d: %s. Is the port in use? Choose another with --mqtt-port or KANHU_MQTT_PORT"
                            .formatted(options.host(), options.port(), reasonOf(e)),
                    e);
        }
        LOG.info("bands connect to mqtt://{}:{}", options.host(), port());
    }

    @Override
    public void stop() {
        connections.closeAll();
        String deployed = deployment;
        if (deployed != null) {
            deployment = null;
            vertx.undeploy(deployed).toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The port bands connect to. */
    public int port() {
        return port.get();
    }

    @Override
    public CompletionStage<Boolean> send(String band, byte[] payload) {
        return connections.send(band, payload);
    }

    private static String reasonOf(CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    /**
     * Vert.x still hands us what a client had on the way when we ended its connection, and fails on every packet of it; and on a reason
     * code that there is none of.
     */
    private static void unhandled(Throwable error) {
        if (error instanceof IllegalArgumentException
                && FAULT_OF_A_CLIENT.matcher(String.valueOf(error.getMessage())).find()) {
            LOG.debug("packet passed over why=\"{}\"", error.getMessage());
        } else {
            LOG.error("a packet could not be handled", error);
        }
    }

    private final class Listener extends VerticleBase {
        private final Inlet inlet;

        private Listener(Inlet inlet) {
            this.inlet = inlet;
        }

        @Override
        public Future<?> start() {
            context.exceptionHandler(MqttGateway::unhandled);
            MqttServerOptions listen = new MqttServerOptions()
                    .setHost(options.host())
                    // -1 is any free port, the same for all listeners of the deployment.
                    .setPort(options.port() == 0 ? -1 : options.port())
                    .setMaxMessageSize(MAX_PACKET_BYTES)
                    .setMaxClientIdLength(64)
                    // The door gives out client ids, and says so.
                    .setAutoClientId(false)
                    .setTimeoutOnConnect(CONNECT_SECONDS);
            // Who never reads is kept for ever otherwise, sent away or not: closing waits until all answers are taken.
            listen.setTcpUserTimeout((int) options.patience().toMillis());
            MqttServer server = MqttServer.create(vertx, listen);
            server.exceptionHandler(error -> LOG.debug("connection refused why=\"{}\"", error.getMessage()));
            server.endpointHandler(endpoint -> door.open(endpoint, inlet));
            return server.listen().onSuccess(listening -> port.set(listening.actualPort()));
        }
    }
}
