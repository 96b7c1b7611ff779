package io.kanhu.ingest.gateway;

import java.time.Duration;

/**
 * How the gateway listens.
 *
 * @param port 0 for any free one
 * @param eventLoops listeners that share the port, one event loop each
 * @param maxUnacknowledged messages of one connection that may wait for their commit; MQTT 5 clients are told
 * @param quota messages of a band in a second, at least 1; a message counts once more for each 64 bytes beyond the first 64, and
 *     what is over it waits. Calls for help are not counted
 * @param patience how long what we sent may wait for a client to take it; then its connection is ended
 */
public record GatewayOptions(
        String host, int port, int eventLoops, int maxUnacknowledged, int quota, Duration patience) {

    /** Two event loops, 256 messages a connection, a minute's patience. */
    public static GatewayOptions at(String host, int port, int quota) {
        return new GatewayOptions(host, port, 2, 256, quota, Duration.ofMinutes(1));
    }
}
