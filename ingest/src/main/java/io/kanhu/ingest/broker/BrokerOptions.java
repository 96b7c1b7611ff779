package io.kanhu.ingest.broker;

/**
 * The broker that bands are connected to, and who Kanhu is there.
 *
 * @param url {@code tcp://host:1883} or {@code ssl://host:8883}
 * @param clientId stable across restarts, different on every node: the broker keeps a session under it
 * @param user empty for none
 * @param password empty for none
 * @param shared whether several nodes share the telemetry among them; calls for help come to every node
 * @param clients connections of this node that share the telemetry; more than one only with {@code shared}
 * @param receiveMaximum messages the broker may send over one connection before the first of them is acknowledged
 */
public record BrokerOptions(
        String url, String clientId, String user, String password, boolean shared, int clients, int receiveMaximum) {

    /** Leaves the password out: this may be logged. */
    @Override
    public String toString() {
        return url + " as " + clientId;
    }
}
