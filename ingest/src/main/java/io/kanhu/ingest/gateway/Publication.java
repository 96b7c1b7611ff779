package io.kanhu.ingest.gateway;

import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.jspecify.annotations.Nullable;

/** What a band published. */
final class Publication {
    private final String topic;
    private final byte[] payload;
    private final MqttQoS qos;
    private final int id;
    private final Topic.Kind kind;
    private final @Nullable Refusal why;

    Publication(String topic, byte[] payload, MqttQoS qos, int id, Topic.Kind kind, @Nullable Refusal why) {
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.id = id;
        this.kind = kind;
        this.why = why;
    }

    String topic() {
        return topic;
    }

    /** Not to be written to. */
    byte[] payload() {
        return payload;
    }

    MqttQoS qos() {
        return qos;
    }

    /** The packet's id, which the answer carries; nothing of meaning at QoS 0. */
    int id() {
        return id;
    }

    Topic.Kind kind() {
        return kind;
    }

    /** Why it is refused, {@code null} if it is not. */
    @Nullable
    Refusal why() {
        return why;
    }
}
