package io.kanhu.ingest.gateway;

import io.kanhu.ingest.BandCommands;
import io.kanhu.ingest.Inlet;
import io.kanhu.ingest.Source;
import io.kanhu.ingest.SourceUnavailable;
import io.kanhu.protocol.Decoder;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT 3.1.1 and 5 server that bands connect to: Vert.x listens, and Netty's codec reads and writes the packets (decision 18). It keeps no session: what is not acknowledged comes again from the band,
 * and what Kanhu has to say waits in the database until the band listens.
 */
public final class MqttGateway implements Source, BandCommands {
    private static final Logger LOG = LoggerFactory.getLogger(MqttGateway.class);

    /** Room for topic, packet id and properties beside the largest payload. */
    private static final int MAX_PACKET_BYTES = Decoder.MAX_PAYLOAD_BYTES + 1024;

    private final Vertx vertx;
    private final GatewayOptions options;
    private final Door door;
    private final Connections connections;
    private final Map<Executor, Answers> answers = new ConcurrentHashMap<>();
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
                new Quota(options.quota(), metrics),
                options.maxUnacknowledged(),
                MAX_PACKET_BYTES,
                clock,
                metrics);
        directory.whenLockedOut(connections::lockOut);
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

    private final class Listener extends VerticleBase {
        private final Inlet inlet;

        private Listener(Inlet inlet) {
            this.inlet = inlet;
        }

        @Override
        public Future<?> start() {
            NetServerOptions listen = new NetServerOptions()
                    .setHost(options.host())
                    // -1 is any free port, the same for all listeners of the deployment.
                    .setPort(options.port() == 0 ? -1 : options.port())
                    // A band whose network is gone says nothing of it.
                    .setTcpKeepAlive(true)
                    // Who never reads is kept for ever otherwise.
                    .setTcpUserTimeout((int) options.patience().toMillis());
            return vertx.createNetServer(listen)
                    .connectHandler(this::connected)
                    .listen()
                    .onSuccess(listening -> port.set(listening.actualPort()));
        }

        private void connected(NetSocket socket) {
            ChannelHandlerContext handler = ((NetSocketInternal) socket).channelHandlerContext();
            Answers loop = answers.computeIfAbsent(handler.executor(), Answers::new);
            Wire.lay(handler, MAX_PACKET_BYTES, (wire, hello) -> door.open(wire, hello, inlet), loop);
        }
    }
}
