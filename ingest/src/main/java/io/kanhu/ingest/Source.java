package io.kanhu.ingest;

/** A place where messages come from. Both methods block and are called by the composition root. */
public interface Source {

    /**
     * Begins to deliver.
     *
     * @throws SourceUnavailable if it cannot; the message says why and what to do
     */
    void start(Inlet inlet);

    /** Stops taking messages in. What was delivered may still be acknowledged while this method runs. */
    void stop();
}
