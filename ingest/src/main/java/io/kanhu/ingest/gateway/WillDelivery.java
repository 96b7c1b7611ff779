package io.kanhu.ingest.gateway;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/** A will: said by the server for a band that has gone, so nobody waits for an answer. */
record WillDelivery(String band, Topic.Kind kind, String topic, Buffer message, Instant receivedAt)
        implements Delivery {

    @Override
    public byte[] payload() {
        return message.getBytes();
    }

    @Override
    public void acknowledge() {}

    @Override
    public void refuse(Refusal why) {}
}
