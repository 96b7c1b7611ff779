package io.kanhu.ingest.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.util.Collections;
import java.util.List;

/** The packets a server says. Sources: MQTT 3.1.1 and 5.0, chapter 3. */
final class Packets {
    private static final short SUCCESS = 0;

    private Packets() {}

    static MqttMessage connack(MqttConnectReturnCode code, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK, MqttQoS.AT_MOST_ONCE),
                // No session is kept, so none is ever there.
                new MqttConnAckVariableHeader(code, false, properties));
    }

    /** Only MQTT 5 has it from a server. */
    static MqttMessage disconnect(byte reason) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE),
                new MqttReasonCodeAndPropertiesVariableHeader(reason, MqttProperties.NO_PROPERTIES));
    }

    static MqttMessage publish(String topic, int id, byte[] payload) {
        return new MqttPublishMessage(
                header(MqttMessageType.PUBLISH, MqttQoS.AT_LEAST_ONCE),
                new MqttPublishVariableHeader(topic, id),
                Unpooled.wrappedBuffer(payload));
    }

    /** PUBACK, PUBREC or PUBCOMP that says yes. */
    static MqttMessage reply(MqttMessageType type, int id) {
        return new MqttMessage(header(type, MqttQoS.AT_MOST_ONCE), MqttMessageIdVariableHeader.from(id));
    }

    /** PUBACK or PUBREC that says why not; MQTT 5 only. */
    static MqttMessage reply(MqttMessageType type, int id, byte reason, MqttProperties properties) {
        return new MqttPubAckMessage(
                header(type, MqttQoS.AT_MOST_ONCE), new MqttPubReplyMessageVariableHeader(id, reason, properties));
    }

    static MqttMessage suback(int id, List<Integer> codes) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE),
                new MqttMessageIdAndPropertiesVariableHeader(id, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    static MqttMessage unsuback(int id, int topics) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK, MqttQoS.AT_MOST_ONCE),
                new MqttMessageIdAndPropertiesVariableHeader(id, MqttProperties.NO_PROPERTIES),
                new MqttUnsubAckPayload(Collections.nCopies(topics, SUCCESS)));
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
        return new MqttFixedHeader(type, false, qos, false, 0);
    }
}
