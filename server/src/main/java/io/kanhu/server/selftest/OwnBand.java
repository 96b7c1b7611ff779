package io.kanhu.server.selftest;

import io.kanhu.server.selftest.SelfTest.Door;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The band of the self-test, connected to this server's own port as any other band. Its methods block. */
final class OwnBand implements AutoCloseable {
    private static final String TOPIC = "kanhu/v1/";

    private final Door door;
    private final Understudy self;
    private final Duration patience;
    private final MqttClient client;
    private volatile CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    private volatile CompletableFuture<Void> comforted = new CompletableFuture<>();

    OwnBand(Door door, Understudy self, Duration patience) {
        this.door = door;
        this.self = self;
        this.patience = patience;
        this.client = MqttClient.create(
                door.vertx(),
                new MqttClientOptions()
                        .setClientId(self.band())
                        .setUsername(self.band())
                        .setPassword(self.secret()));
        client.publishCompletionHandler(id -> acknowledged.complete(null));
        client.publishHandler(message -> comforted.complete(null));
    }

    /**
     * Connects and listens for what is sent to the band, unless it does already.
     *
     * @throws SelfTestFailed if the server does not let it in
     */
    void connect() throws SelfTestFailed, InterruptedException {
        if (!client.isConnected()) {
            await("the band cannot connect", client.connect(door.port(), door.host()));
            await(
                    "the band cannot listen",
                    client.subscribe(TOPIC + self.band() + "/command", MqttQoS.AT_LEAST_ONCE.value()));
        }
    }

    /** Holds the button; returns when the press is acknowledged, which is when it is stored and dispatched. */
    void press(String id, Instant at) throws SelfTestFailed, InterruptedException {
        acknowledged = new CompletableFuture<>();
        comforted = new CompletableFuture<>();
        Buffer payload = Buffer.buffer("{\"ts\":%d,\"id\":\"%s\",\"pressMs\":3000}".formatted(at.toEpochMilli(), id));
        await(
                "the press cannot be sent",
                client.publish(TOPIC + self.band() + "/sos", payload, MqttQoS.AT_LEAST_ONCE, false, false));
        await("the press is not acknowledged", acknowledged);
    }

    /** Returns when the band was told that somebody comes. */
    void awaitComfort() throws SelfTestFailed, InterruptedException {
        await("the band is not told that somebody comes", comforted);
    }

    /** Ends the connection, or what was to become one; it can be made again. */
    @Override
    public void close() {
        var unused = client.disconnect();
    }

    private void await(String otherwise, Future<?> future) throws SelfTestFailed, InterruptedException {
        await(otherwise, future.toCompletionStage().toCompletableFuture());
    }

    private void await(String otherwise, CompletableFuture<?> future) throws SelfTestFailed, InterruptedException {
        try {
            future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SelfTestFailed(otherwise + " within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new SelfTestFailed(otherwise + ": " + (cause == null ? e : cause).getMessage());
        }
    }
}
