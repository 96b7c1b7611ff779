package io.kanhu.ingest.gateway;

/**
 * How the gateway listens.
 *
 * @param port 0 for any free one
 * @param eventLoops listeners that share the port, one event loop each
 * @param maxUnacknowledged messages of one connection that may wait for their commit; MQTT 5 clients are told
 */
public record GatewayOptions(String host, int port, int eventLoops, int maxUnacknowledged) {

    /** Two event loops, 256 messages a connection. */
    public static GatewayOptions at(String host, int port) {
        return new GatewayOptions(host, port, 2, 256);
    }
}
