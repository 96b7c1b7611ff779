package io.kanhu.ingest.pipeline;

import java.time.Duration;

/**
 * How a lane writes.
 *
 * @param name telemetry or sos, as metrics and threads are labelled
 * @param writer which writer of that name it is, from 1
 * @param capacity bytes of memory that may wait, as {@link io.kanhu.ingest.store.Entry#bytes()} has them
 * @param maxBatch most messages in one transaction
 * @param linger longest wait for more messages, where more are to be expected; zero for none
 */
public record LaneOptions(String name, int writer, long capacity, int maxBatch, Duration linger) {

    /** A lane with one writer that never lingers. */
    static LaneOptions atOnce(String name, long capacity, int maxBatch) {
        return new LaneOptions(name, 1, capacity, maxBatch, Duration.ZERO);
    }
}
