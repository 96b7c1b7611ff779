package io.kanhu.ingest;

import io.kanhu.protocol.Refusal;

/** Where sources put what they receive. Never blocks; may be called on event loops. */
public interface Inlet {

    /**
     * Takes a message on, or not.
     *
     * @return false if the queue is full: the source sheds the sender, who will come again. Never false for an SOS
     */
    boolean offer(Delivery delivery);

    /** Records and then refuses a message that never got as far as decoding. */
    boolean reject(Delivery delivery, Refusal why);
}
