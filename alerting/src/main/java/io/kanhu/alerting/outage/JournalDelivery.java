package io.kanhu.alerting.outage;

import io.kanhu.ingest.Delivery;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.time.Instant;

/** A press out of the journal. Its band is answered when it sends the press again. */
record JournalDelivery(WaitingPress press) implements Delivery {
    @Override
    public String band() {
        return press.band();
    }

    @Override
    public Topic.Kind kind() {
        return Topic.Kind.SOS;
    }

    @Override
    public String topic() {
        return press.topic();
    }

    @Override
    public byte[] payload() {
        return press.bytes();
    }

    @Override
    public Instant receivedAt() {
        return press.receivedAt();
    }

    @Override
    public void acknowledge() {}

    @Override
    public void refuse(Refusal why) {}
}
