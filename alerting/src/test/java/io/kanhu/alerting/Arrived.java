package io.kanhu.alerting;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.time.Instant;

/** What a band's message came in as; nobody waits for its answer here. */
public record Arrived(String band, Topic.Kind kind, Instant receivedAt) implements Delivery {
    @Override
    public String topic() {
        return Topic.nameOf(kind, band);
    }

    @Override
    public byte[] payload() {
        return new byte[0];
    }

    @Override
    public void acknowledge() {}

    @Override
    public void refuse(Refusal why) {}
}
