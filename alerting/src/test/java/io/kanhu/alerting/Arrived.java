package io.kanhu.alerting;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What a band's message came in as; nobody waits for its answer here. */
public record Arrived(String band, Topic.Kind kind, Instant receivedAt, String text) implements Delivery {
    public Arrived(String band, Topic.Kind kind, Instant receivedAt) {
        this(band, kind, receivedAt, "");
    }

    @Override
    public String topic() {
        return Topic.nameOf(kind, band);
    }

    @Override
    public byte[] payload() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void acknowledge() {}

    @Override
    public void refuse(Refusal why) {}
}
