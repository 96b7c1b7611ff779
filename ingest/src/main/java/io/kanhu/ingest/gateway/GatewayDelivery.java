package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message from a connected band; answers with PUBACK, or PUBREC for QoS 2, from whichever thread. */
record GatewayDelivery(
        MqttEndpoint endpoint, Connection connection, Topic.Kind kind, MqttPublishMessage message, Instant receivedAt)
        implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayDelivery.class);

    @Override
    public String band() {
        return connection.band();
    }

    @Override
    public String topic() {
        return message.topicName();
    }

    @Override
    public byte[] payload() {
        return message.payload().getBytes();
    }

    @Override
    public void acknowledge() {
        answer(MqttPubAckReasonCode.SUCCESS, MqttPubRecReasonCode.SUCCESS, MqttProperties.NO_PROPERTIES);
    }

    @Override
    public void refuse(Refusal why) {
        if (!connection.isVersion5()) {
            // 3.1.1 cannot say no. A message that cannot be read is acknowledged, or it would come for ever; whoever
            // writes to another band's topic is shown the door instead.
            if (why.reason() == Reason.FOREIGN_TOPIC) {
                connection.disconnect(MqttDisconnectReasonCode.NOT_AUTHORIZED);
            } else {
                acknowledge();
            }
            return;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new StringProperty(
                MqttProperties.REASON_STRING,
                why.reason().code() + ": " + (why.where().isEmpty() ? "" : why.where() + ": ") + why.detail()));
        switch (why.reason()) {
            case FOREIGN_TOPIC ->
                answer(MqttPubAckReasonCode.NOT_AUTHORIZED, MqttPubRecReasonCode.NOT_AUTHORIZED, properties);
            case UNKNOWN_TOPIC ->
                answer(MqttPubAckReasonCode.TOPIC_NAME_INVALID, MqttPubRecReasonCode.TOPIC_NAME_INVALID, properties);
            default ->
                answer(
                        MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID,
                        MqttPubRecReasonCode.PAYLOAD_FORMAT_INVALID,
                        properties);
        }
    }

    private void answer(MqttPubAckReasonCode qos1, MqttPubRecReasonCode qos2, MqttProperties properties) {
        connection.settled();
        if (!endpoint.isConnected()) {
            return;
        }
        try {
            switch (message.qosLevel()) {
                case AT_LEAST_ONCE -> {
                    if (connection.isVersion5()) {
                        endpoint.publishAcknowledge(message.messageId(), qos1, properties);
                    } else {
                        endpoint.publishAcknowledge(message.messageId());
                    }
                }
                case EXACTLY_ONCE -> {
                    if (connection.isVersion5()) {
                        endpoint.publishReceived(message.messageId(), qos2, properties);
                    } else {
                        endpoint.publishReceived(message.messageId());
                    }
                }
                case AT_MOST_ONCE, FAILURE -> {}
            }
        } catch (IllegalArgumentException closedMeanwhile) {
            // It will come again, and storing it again changes nothing.
            LOG.debug("gone before its answer band={}", band());
        }
    }
}
