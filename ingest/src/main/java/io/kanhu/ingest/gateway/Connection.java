package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Inlet;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connected band. On the connection's event loop, which it never blocks, except what says otherwise. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Wire wire;
    private final Hello hello;
    private final String commandTopic;
    private final Inlet inlet;
    private final int maxUnacknowledged;
    private final Clock clock;
    private final Throttle throttle;
    private final Consumer<String> listening;
    private final Consumer<Connection> forget;
    private final Commands commands;
    private int unacknowledged;
    private @Nullable String lastTopic;
    private @Nullable Topic lastParsed;
    private volatile boolean listens;
    private boolean willDue = true;

    /**
     * @param listening told that the band hears commands
     * @param forget told that this connection has ended
     */
    Connection(
            Wire wire,
            Hello hello,
            Inlet inlet,
            int maxUnacknowledged,
            Quota quota,
            Clock clock,
            Consumer<String> listening,
            Consumer<Connection> forget) {
        this.wire = wire;
        this.hello = hello;
        this.commandTopic = Topic.commandOf(hello.band());
        this.commands = new Commands(wire, commandTopic);
        this.inlet = inlet;
        this.maxUnacknowledged = maxUnacknowledged;
        this.clock = clock;
        this.throttle = new Throttle(hello.band(), quota, wire.loop(), this::take);
        this.listening = listening;
        this.forget = forget;
    }

    /** Any thread. */
    String band() {
        return hello.band();
    }

    /** Any thread. */
    String clientId() {
        return hello.clientId();
    }

    Wire wire() {
        return wire;
    }

    /** Whether it may be told why, in words. */
    boolean hearsReasons() {
        return hello.hearsReasons();
    }

    /** Whether the band hears commands. Any thread. */
    boolean listens() {
        return listens;
    }

    /** A will is published as the band, so it must be on one of the band's own topics. */
    boolean hasAcceptableWill() {
        Hello.Will will = hello.will();
        Topic topic = will == null ? null : Topic.parse(will.topic());
        return will == null || (topic != null && isOwn(topic));
    }

    void heard(MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> published((MqttPublishMessage) message);
            case PUBACK -> commands.heard(idOf(message));
            case PUBREL -> wire.write(Packets.reply(MqttMessageType.PUBCOMP, idOf(message)));
            case SUBSCRIBE -> subscribed((MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> unsubscribed((MqttUnsubscribeMessage) message);
            case PINGREQ -> wire.write(MqttMessage.PINGRESP);
            case DISCONNECT -> goodbye(message);
            default -> {
                LOG.info(
                        "band sent away band={} why=a {} has no place here",
                        band(),
                        message.fixedHeader().messageType());
                wire.end(Ends.AGAINST_THE_PROTOCOL);
            }
        }
    }

    /** What it said cannot be read. */
    void failed(Throwable error) {
        if (error instanceof TooLongFrameException) {
            LOG.info("band sent away band={} why=packet larger than the maximum it was told", band());
        } else {
            LOG.info("band's connection failed band={} why=\"{}\"", band(), error.getMessage());
        }
    }

    void over() {
        forget.accept(this);
        throttle.close();
        listens = false;
        commands.over();
        publishWill();
    }

    /** Another connection came with the same client id. Any thread. */
    void giveWay() {
        wire.loop().execute(() -> wire.end(Ends.TAKEN_OVER));
    }

    /** Its credentials are no longer good. Any thread. */
    void lockOut() {
        LOG.info("band sent away band={} why=it was disabled, or has another secret", band());
        wire.loop().execute(() -> wire.end(Ends.LOCKED_OUT));
    }

    /** Any thread. */
    void shutDown() {
        wire.loop().execute(() -> {
            willDue = false;
            wire.end(Ends.SHUTTING_DOWN);
        });
    }

    /** Whether the band took it. Any thread. */
    CompletionStage<Boolean> send(byte[] payload) {
        return commands.send(payload);
    }

    /** A message of this connection was answered. */
    void settled() {
        unacknowledged--;
    }

    private void published(MqttPublishMessage message) {
        String name = message.variableHeader().topicName();
        if (!name.equals(lastTopic)) {
            lastTopic = name;
            lastParsed = Topic.parse(name);
        }
        Topic topic = lastParsed;
        Refusal why = refusalOf(topic);
        // A refusal is never urgent.
        Topic.Kind kind = topic == null || why != null ? Topic.Kind.TELEMETRY : topic.kind();
        MqttQoS qos = message.fixedHeader().qosLevel();
        Publication publication = new Publication(
                name,
                ByteBufUtil.getBytes(message.payload()),
                qos,
                message.variableHeader().packetId(),
                kind,
                why);
        int waiting = ++unacknowledged;
        if (kind == Topic.Kind.SOS) {
            take(publication);
        } else if (waiting > maxUnacknowledged * 4) {
            LOG.info(
                    "band sent away until later band={} why=too many messages without waiting for their PUBACK",
                    band());
            wire.end(Ends.TOO_MUCH);
        } else if (!throttle.offer(publication)) {
            LOG.info("band sent away until later band={} why=over its quota, and too much waits already", band());
            wire.end(Ends.TOO_MUCH);
        }
    }

    private @Nullable Refusal refusalOf(@Nullable Topic topic) {
        if (topic == null || topic.kind() == Topic.Kind.COMMAND) {
            return new Refusal(
                    Reason.UNKNOWN_TOPIC,
                    "",
                    "no such topic; a band publishes to kanhu/v1/" + band() + "/telemetry, /sos and /status");
        }
        return isOwn(topic)
                ? null
                : new Refusal(
                        Reason.FOREIGN_TOPIC, "", "the topic is another band's; this connection is " + band() + "'s");
    }

    private void take(Publication publication) {
        GatewayDelivery delivery = new GatewayDelivery(this, publication, clock.instant());
        Refusal why = publication.why();
        if (!(why == null ? inlet.offer(delivery) : inlet.reject(delivery, why))) {
            LOG.info("band sent away until later band={} why=the queue is full", band());
            wire.end(Ends.BUSY);
        }
    }

    private void subscribed(MqttSubscribeMessage message) {
        List<Integer> answers = new ArrayList<>();
        for (MqttTopicSubscription wish : message.payload().topicSubscriptions()) {
            boolean own = commandTopic.equals(wish.topicFilter());
            answers.add(own ? granted(wish.qualityOfService()) : refusedSubscription());
            if (own) {
                listens = true;
            } else {
                LOG.info("subscription refused band={} topic={}", band(), wish.topicFilter());
            }
        }
        wire.write(Packets.suback(idOf(message), answers));
        // Before a command that waits for it.
        wire.flush();
        if (listens) {
            listening.accept(band());
        }
    }

    private void unsubscribed(MqttUnsubscribeMessage message) {
        List<String> topics = message.payload().topics();
        if (topics.contains(commandTopic)) {
            listens = false;
        }
        wire.write(Packets.unsuback(idOf(message), topics.size()));
    }

    private static int granted(MqttQoS wish) {
        return Math.min(wish.value(), MqttQoS.AT_LEAST_ONCE.value());
    }

    private int refusedSubscription() {
        // 3.1.1 knows one failure code, 0x80.
        MqttReasonCodes.SubAck code =
                wire.isVersion5() ? MqttReasonCodes.SubAck.NOT_AUTHORIZED : MqttReasonCodes.SubAck.UNSPECIFIED_ERROR;
        return Byte.toUnsignedInt(code.byteValue());
    }

    /** Whether this band may publish to it. */
    private boolean isOwn(Topic topic) {
        return topic.kind() != Topic.Kind.COMMAND && (topic.band() == null || band().equals(topic.band()));
    }

    private void goodbye(MqttMessage message) {
        willDue = wire.isVersion5()
                && message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.reasonCode() == MqttReasonCodes.Disconnect.DISCONNECT_WITH_WILL_MESSAGE.byteValue();
        wire.close();
    }

    private void publishWill() {
        Hello.Will will = hello.will();
        Topic topic = will == null || !willDue ? null : Topic.parse(will.topic());
        if (will != null && topic != null) {
            inlet.offer(new WillDelivery(band(), topic.kind(), will.topic(), will.payload(), clock.instant()));
        }
    }

    private static int idOf(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }
}
