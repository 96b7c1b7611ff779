package io.kanhu.ingest;

import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import java.time.Instant;

/**
 * One message from one band, not yet acknowledged. Exactly one of {@link #acknowledge()} and {@link #refuse} is called once,
 * from any thread; if neither is, the band sends the message again.
 */
public interface Delivery {

    /** The band that sent it, as far as the source could make sure. */
    String band();

    Topic.Kind kind();

    /** The topic name as sent. */
    String topic();

    byte[] payload();

    Instant receivedAt();

    /** It is committed. */
    void acknowledge();

    /** It can never be stored: the band need not send it again. Its refusal has been recorded. */
    void refuse(Refusal why);
}
