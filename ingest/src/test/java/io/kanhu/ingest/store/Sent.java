package io.kanhu.ingest.store;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A message that nobody waits for an answer to. */
record Sent(String band, Topic.Kind kind, Instant receivedAt) implements Delivery {
    @Override
    public String topic() {
        return "kanhu/v1/" + band + "/telemetry";
    }

    @Override
    public byte[] payload() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void acknowledge() {}

    @Override
    public void refuse(Refusal why) {}
}
