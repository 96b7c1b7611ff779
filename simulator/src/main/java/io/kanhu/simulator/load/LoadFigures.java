package io.kanhu.simulator.load;

import org.HdrHistogram.Histogram;

/** What a load has measured. Written on the load's event loop; read when it has ended, or roughly while it runs. */
final class LoadFigures {
    private static final long LONGEST_MICROS = 120_000_000;

    /** From the moment a message was due to its PUBACK, in microseconds. */
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);

    private final Histogram connecting = new Histogram(LONGEST_MICROS, 3);
    private boolean counting;
    private volatile long counted;
    private volatile int connected;
    private volatile int lostConnections;
    private volatile long outOfOrder;
    private volatile boolean anyRefused;

    void count(boolean on) {
        counting = on;
    }

    /** {@code inOrder}: no message that was sent before it still waits, as MQTT demands. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void acknowledged(long nanos, boolean inOrder) {
        if (!inOrder) {
            outOfOrder++;
        }
        if (counting) {
            micros.recordValue(Math.min(nanos / 1000, LONGEST_MICROS));
            counted = micros.getTotalCount();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void connected(long nanos) {
        connecting.recordValue(Math.min(nanos / 1000, LONGEST_MICROS));
        connected++;
    }

    void refused() {
        anyRefused = true;
    }

    /** Whether the server has not let some band in. */
    boolean isAnyRefused() {
        return anyRefused;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void disconnected() {
        connected--;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    void lostConnection() {
        lostConnections++;
    }

    /** Messages that were acknowledged in the counted time. */
    long counted() {
        return counted;
    }

    int connectedNow() {
        return connected;
    }

    /** Connections that the server ended, or the network. */
    int lostConnections() {
        return lostConnections;
    }

    /** Acknowledgements that overtook an earlier one of the same band; MQTT forbids them. */
    long outOfOrder() {
        return outOfOrder;
    }

    Histogram micros() {
        return micros;
    }

    Histogram connecting() {
        return connecting;
    }
}
