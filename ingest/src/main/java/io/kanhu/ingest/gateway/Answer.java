package io.kanhu.ingest.gateway;

/** What one of our threads has answered to a message, and the event loop of its connection sends. */
interface Answer {

    Connection connection();

    /** Hands it to the connection, which sends it when it is told to. On the connection's event loop. */
    void hand();
}
