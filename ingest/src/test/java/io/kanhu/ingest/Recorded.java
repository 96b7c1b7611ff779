package io.kanhu.ingest;

import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.time.Instant;
import java.util.List;

/** A message that arrived at the epoch and writes down how it was answered; one of the band "mute" cannot be. */
public record Recorded(String band, List<String> answers) implements Delivery {
    @Override
    public Topic.Kind kind() {
        return Topic.Kind.TELEMETRY;
    }

    @Override
    public String topic() {
        return "t";
    }

    @Override
    public byte[] payload() {
        return new byte[0];
    }

    @Override
    public Instant receivedAt() {
        return Instant.EPOCH;
    }

    @Override
    public void acknowledge() {
        if (band.equals("mute")) {
            throw new IllegalStateException("the connection is gone");
        }
        answers.add("ack " + band);
    }

    @Override
    public void refuse(Refusal why) {
        answers.add("refuse " + band + " " + why.reason().code());
    }
}
