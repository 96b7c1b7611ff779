package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubAck;
import java.time.Instant;

/** A message from a connected band; answers with PUBACK, or PUBREC for QoS 2, from whichever thread. Is its own good answer. */
record GatewayDelivery(Connection connection, Publication publication, Instant receivedAt) implements Delivery, Answer {

    @Override
    public String band() {
        return connection.band();
    }

    @Override
    public Topic.Kind kind() {
        return publication.kind();
    }

    @Override
    public String topic() {
        return publication.topic();
    }

    @Override
    public byte[] payload() {
        return publication.payload();
    }

    @Override
    public void acknowledge() {
        connection.wire().answers().give(this);
    }

    @Override
    public void refuse(Refusal why) {
        connection.wire().answers().give(new No(this, why));
    }

    /** Yes. One whose connection is gone is not needed: the message comes again, and storing it again changes nothing. */
    @Override
    public void hand() {
        connection.settled();
        Wire wire = connection.wire();
        if (!wire.isEnding()) {
            switch (publication.qos()) {
                case AT_LEAST_ONCE -> wire.acknowledge(publication.id());
                case EXACTLY_ONCE -> wire.write(Packets.reply(MqttMessageType.PUBREC, publication.id()));
                case AT_MOST_ONCE, FAILURE -> {}
            }
        }
    }

    /** The message can never be stored. */
    private record No(GatewayDelivery message, Refusal why) implements Answer {
        @Override
        public Connection connection() {
            return message.connection();
        }

        @Override
        public void hand() {
            Wire wire = connection().wire();
            if (wire.isVersion5() && !wire.isEnding()) {
                connection().settled();
                answer(wire);
            } else if (why.reason() == Reason.FOREIGN_TOPIC) {
                // 3.1.1 cannot say no: whoever writes to another band's topic is shown the door instead.
                connection().settled();
                wire.end(Ends.NOT_ITS_TOPIC);
            } else {
                // And a message that cannot be read is acknowledged, or it would come for ever.
                message.hand();
            }
        }

        private void answer(Wire wire) {
            MqttProperties properties = new MqttProperties();
            if (connection().hearsReasons()) {
                properties.add(new StringProperty(
                        MqttProperties.REASON_STRING,
                        why.reason().code() + ": " + (why.where().isEmpty() ? "" : why.where() + ": ") + why.detail()));
            }
            // PUBREC has the same codes.
            PubAck code = switch (why.reason()) {
                case FOREIGN_TOPIC -> PubAck.NOT_AUTHORIZED;
                case UNKNOWN_TOPIC -> PubAck.TOPIC_NAME_INVALID;
                default -> PubAck.PAYLOAD_FORMAT_INVALID;
            };
            MqttQoS qos = message.publication().qos();
            if (qos == MqttQoS.AT_LEAST_ONCE || qos == MqttQoS.EXACTLY_ONCE) {
                MqttMessageType type = qos == MqttQoS.AT_LEAST_ONCE ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
                wire.write(Packets.reply(type, message.publication().id(), code.byteValue(), properties));
            }
        }
    }
}
