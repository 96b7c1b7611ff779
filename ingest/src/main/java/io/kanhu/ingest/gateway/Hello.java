package io.kanhu.ingest.gateway;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * With what a client introduced itself.
 *
 * @param clientId as given, or made up for a client that gave none
 * @param hearsReasons whether it wants to be told in words why something was refused
 * @param will what is to be said for it when it vanishes
 */
record Hello(
        String band,
        String clientId,
        boolean hearsReasons,
        @Nullable Will will) {
    /** A client that takes no more than this in a packet is told no reasons. */
    private static final int LONGEST_REASON = 1024;

    /** What is said for a client that has vanished. */
    record Will(String topic, Buffer payload) {}

    /**
     * @param band the one whose secret it knows
     */
    static Hello of(String band, MqttConnectMessage connect) {
        MqttConnectPayload said = connect.payload();
        String id = said.clientIdentifier();
        Will will = connect.variableHeader().isWillFlag() && said.willTopic() != null
                ? new Will(said.willTopic(), Buffer.buffer(orEmpty(said.willMessageInBytes())))
                : null;
        MqttProperties properties = connect.variableHeader().properties();
        boolean hearsReasons = number(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0
                && number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE) >= LONGEST_REASON;
        return new Hello(band, id == null || id.isEmpty() ? UUID.randomUUID().toString() : id, hearsReasons, will);
    }

    private static int number(MqttProperties properties, int id, int otherwise) {
        return properties.getProperty(id) instanceof MqttProperties.IntegerProperty property
                ? property.value()
                : otherwise;
    }

    private static byte[] orEmpty(byte @Nullable [] payload) {
        return payload == null ? new byte[0] : payload;
    }
}
