package io.kanhu.ingest;

import java.util.concurrent.CompletionStage;

/** The way back to the bands. */
@FunctionalInterface
public interface BandCommands {

    /**
     * Sends to a band's command topic with QoS 1; never blocks.
     *
     * @return true once the band (or the broker in between) has acknowledged it, false if it cannot be reached now
     */
    CompletionStage<Boolean> send(String band, byte[] payload);
}
