package io.kanhu.server.command;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Many bands that publish as fast as they are acknowledged, and remember what was. */
final class Fleet implements AutoCloseable {
    private static final int IN_FLIGHT = 4;

    private final Vertx vertx = Vertx.vertx();
    private final List<Member> members = new ArrayList<>();
    private final Set<Sent> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Sent> sent = ConcurrentHashMap.newKeySet();
    private final AtomicLong clock;
    private volatile boolean publishing = true;

    /** {@code from} is the first time stamp, in milliseconds; every report gets the next one. */
    Fleet(long from) {
        this.clock = new AtomicLong(from);
    }

    /** One report: it has its time stamp for itself. */
    record Sent(String band, long millis) {}

    /** Connects the bands and lets them publish. */
    void start(int port, List<JsonObject> bands) {
        List<Future<?>> connecting = new ArrayList<>();
        for (JsonObject band : bands) {
            Member member = new Member(band.getString("id"), band.getString("secret"));
            members.add(member);
            connecting.add(member.connect(port));
        }
        Future.join(connecting).toCompletionStage().toCompletableFuture().join();
        members.forEach(Member::fill);
    }

    /** What bands have a PUBACK for. */
    Set<Sent> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** What bands have sent, acknowledged or not. */
    Set<Sent> sent() {
        return Set.copyOf(sent);
    }

    int acknowledgedCount() {
        return acknowledged.size();
    }

    void stop() {
        publishing = false;
    }

    static String payload(Sent report) {
        return "{\"ts\":" + report.millis() + ",\"hr\":" + (50 + report.millis() % 60) + "}";
    }

    @Override
    public void close() {
        publishing = false;
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Member {
        private final String band;
        private final MqttClient client;
        private final Map<Integer, Sent> waiting = new HashMap<>();

        private Member(String band, String secret) {
            this.band = band;
            this.client = MqttClient.create(
                    vertx,
                    new MqttClientOptions().setClientId(band).setUsername(band).setPassword(secret));
            client.publishCompletionHandler(this::acknowledge);
        }

        private Future<?> connect(int port) {
            return client.connect(port, "127.0.0.1");
        }

        private void fill() {
            for (int i = 0; i < IN_FLIGHT; i++) {
                publish();
            }
        }

        private void publish() {
            if (!publishing || !client.isConnected()) {
                return;
            }
            Sent report = new Sent(band, clock.getAndIncrement());
            sent.add(report);
            var unused = client.publish(
                            "kanhu/v1/" + band + "/telemetry",
                            Buffer.buffer(payload(report)),
                            MqttQoS.AT_LEAST_ONCE,
                            false,
                            false)
                    .onSuccess(packet -> waiting.put(packet, report));
        }

        private void acknowledge(int packet) {
            Sent report = waiting.remove(packet);
            if (report != null) {
                acknowledged.add(report);
            }
            publish();
        }
    }
}
