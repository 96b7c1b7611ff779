package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Inlet;
import io.kanhu.ingest.gateway.Throttle.Publication;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.MqttWill;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connected band. Its handlers run on the connection's event loop and never block. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final MqttEndpoint endpoint;
    private final String band;
    private final String commandTopic;
    private final Inlet inlet;
    private final int maxUnacknowledged;
    private final Clock clock;
    private final Throttle throttle;
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Boolean>> commandsUnderWay = new ConcurrentHashMap<>();
    private volatile boolean listens;
    private volatile boolean willDue = true;
    private Runnable whenOver = () -> {};
    private boolean isOver;

    Connection(MqttEndpoint endpoint, String band, Inlet inlet, int maxUnacknowledged, Quota quota, Clock clock) {
        this.endpoint = endpoint;
        this.band = band;
        this.commandTopic = Topic.commandOf(band);
        this.inlet = inlet;
        this.maxUnacknowledged = maxUnacknowledged;
        this.clock = clock;
        this.throttle = new Throttle(band, quota, this::take);
    }

    String band() {
        return band;
    }

    String clientId() {
        return endpoint.clientIdentifier();
    }

    /** Whether the band hears commands. */
    boolean listens() {
        return listens;
    }

    boolean isVersion5() {
        return endpoint.protocolVersion() >= MqttVersion.MQTT_5.protocolLevel();
    }

    /** A will is published as the band, so it must be on one of the band's own topics. */
    boolean hasAcceptableWill() {
        MqttWill will = endpoint.will();
        Topic topic = will.isWillFlag() ? Topic.parse(will.getWillTopic()) : null;
        return !will.isWillFlag() || (topic != null && isOwn(topic));
    }

    void listenTo(Consumer<String> listening, Runnable forget) {
        endpoint.publishHandler(this::published);
        endpoint.publishReleaseHandler(endpoint::publishComplete);
        endpoint.subscribeHandler(message -> subscribed(message, listening));
        endpoint.unsubscribeHandler(message -> {
            if (message.topics().contains(commandTopic)) {
                listens = false;
            }
            endpoint.unsubscribeAcknowledge(message.messageId());
        });
        endpoint.publishAcknowledgeHandler(id -> {
            CompletableFuture<Boolean> command = commandsUnderWay.remove(id);
            if (command != null) {
                command.complete(true);
            }
        });
        endpoint.disconnectMessageHandler(
                message -> willDue = message.code() == MqttDisconnectReasonCode.WITH_WILL_MESSAGE);
        endpoint.exceptionHandler(this::failed);
        whenOver = forget;
        endpoint.closeHandler(nothing -> over());
    }

    /** On the connection's event loop. */
    private void over() {
        if (isOver) {
            return;
        }
        isOver = true;
        whenOver.run();
        throttle.close();
        listens = false;
        commandsUnderWay.values().forEach(command -> command.complete(false));
        publishWill();
    }

    /** Another connection came with the same client id. */
    void giveWay(MqttDisconnectReasonCode why) {
        disconnect(why);
    }

    void shutDown() {
        willDue = false;
        disconnect(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN);
    }

    CompletionStage<Boolean> send(byte[] payload) {
        CompletableFuture<Boolean> acknowledged = new CompletableFuture<>();
        try {
            synchronized (endpoint) {
                int id = endpoint.lastMessageId() % 65_535 + 1;
                commandsUnderWay.put(id, acknowledged);
                endpoint.publish(commandTopic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false)
                        // Vert.x tells nobody of the end of a connection whose client said a second hello, of an
                        // unknown version.
                        .onFailure(gone -> over());
            }
        } catch (IllegalArgumentException closed) {
            acknowledged.complete(false);
        }
        return acknowledged;
    }

    /** A message of this connection was answered. */
    void settled() {
        unacknowledged.decrementAndGet();
    }

    private void published(MqttPublishMessage message) {
        Topic topic = Topic.parse(message.topicName());
        Refusal why = refusalOf(topic);
        // A refusal is never urgent.
        Topic.Kind kind = topic == null || why != null ? Topic.Kind.TELEMETRY : topic.kind();
        Publication publication = new Publication(message, kind, why);
        int waiting = unacknowledged.incrementAndGet();
        if (kind == Topic.Kind.SOS) {
            take(publication);
        } else if (waiting > maxUnacknowledged * 4) {
            LOG.info("band sent away until later band={} why=too many messages without waiting for their PUBACK", band);
            disconnect(MqttDisconnectReasonCode.QUOTA_EXCEEDED);
        } else if (!throttle.offer(publication)) {
            LOG.info("band sent away until later band={} why=over its quota, and too much waits already", band);
            disconnect(MqttDisconnectReasonCode.QUOTA_EXCEEDED);
        }
    }

    private @Nullable Refusal refusalOf(@Nullable Topic topic) {
        if (topic == null || topic.kind() == Topic.Kind.COMMAND) {
            return new Refusal(
                    Reason.UNKNOWN_TOPIC,
                    "",
                    "no such topic; a band publishes to kanhu/v1/" + band + "/telemetry, /sos and /status");
        }
        return isOwn(topic)
                ? null
                : new Refusal(
                        Reason.FOREIGN_TOPIC, "", "the topic is another band's; this connection is " + band + "'s");
    }

    private void take(Publication publication) {
        GatewayDelivery delivery =
                new GatewayDelivery(endpoint, this, publication.kind(), publication.message(), clock.instant());
        Refusal why = publication.why();
        if (!(why == null ? inlet.offer(delivery) : inlet.reject(delivery, why))) {
            LOG.info("band sent away until later band={} why=the queue is full", band);
            disconnect(MqttDisconnectReasonCode.SERVER_BUSY);
        }
    }

    private void subscribed(MqttSubscribeMessage message, Consumer<String> listening) {
        List<MqttSubAckReasonCode> answers = new ArrayList<>();
        for (MqttTopicSubscription wish : message.topicSubscriptions()) {
            boolean own = wish.topicName().equals(commandTopic);
            answers.add(own ? granted(wish.qualityOfService()) : refusedSubscription());
            if (own) {
                listens = true;
            } else {
                LOG.info("subscription refused band={} topic={}", band, wish.topicName());
            }
        }
        endpoint.subscribeAcknowledge(message.messageId(), answers, MqttProperties.NO_PROPERTIES);
        if (listens) {
            listening.accept(band);
        }
    }

    private static MqttSubAckReasonCode granted(MqttQoS wish) {
        return wish == MqttQoS.AT_MOST_ONCE ? MqttSubAckReasonCode.GRANTED_QOS0 : MqttSubAckReasonCode.GRANTED_QOS1;
    }

    private MqttSubAckReasonCode refusedSubscription() {
        // 3.1.1 knows one failure code, 0x80.
        return isVersion5() ? MqttSubAckReasonCode.NOT_AUTHORIZED : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
    }

    /** Whether this band may publish to it. */
    private boolean isOwn(Topic topic) {
        return topic.kind() != Topic.Kind.COMMAND && (topic.band() == null || band.equals(topic.band()));
    }

    private void failed(Throwable error) {
        if (error instanceof TooLongFrameException) {
            LOG.info("band sent away band={} why=packet larger than the maximum it was told", band);
            disconnect(MqttDisconnectReasonCode.PACKET_TOO_LARGE);
        } else {
            LOG.info("band's connection failed band={} why=\"{}\"", band, error.getMessage());
            disconnect(MqttDisconnectReasonCode.MALFORMED_PACKET);
        }
    }

    void disconnect(MqttDisconnectReasonCode why) {
        try {
            if (endpoint.isConnected()) {
                endpoint.disconnect(why, MqttProperties.NO_PROPERTIES);
            }
        } catch (IllegalArgumentException alreadyClosed) {
            LOG.debug("already closed band={}", band);
        }
    }

    private void publishWill() {
        MqttWill will = endpoint.will();
        if (!willDue || !will.isWillFlag()) {
            return;
        }
        Topic topic = Topic.parse(will.getWillTopic());
        if (topic != null) {
            Buffer payload = will.getWillMessage();
            inlet.offer(new WillDelivery(
                    band,
                    topic.kind(),
                    will.getWillTopic(),
                    payload == null ? Buffer.buffer() : payload,
                    clock.instant()));
        }
    }
}
