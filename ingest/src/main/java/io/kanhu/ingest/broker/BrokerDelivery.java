package io.kanhu.ingest.broker;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.time.Instant;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** A message from the broker; both answers acknowledge it there, since a broker would only send it again. */
record BrokerDelivery(Epoch epoch, String band, Topic.Kind kind, String topic, MqttMessage message, Instant receivedAt)
        implements Delivery {

    @Override
    public byte[] payload() {
        return message.getPayload();
    }

    @Override
    public void acknowledge() {
        epoch.acknowledge(message);
    }

    @Override
    public void refuse(Refusal why) {
        epoch.acknowledge(message);
    }
}
