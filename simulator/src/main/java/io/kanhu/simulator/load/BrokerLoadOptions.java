package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How a broker is loaded. */
final class BrokerLoadOptions {
    @Option(names = "--broker-port", paramLabel = "PORT", required = true, description = "where the broker listens")
    private int port;

    @Option(names = "--broker-pid", paramLabel = "PID", required = true, description = "the broker's process")
    private long pid;

    @Option(names = "--connections", paramLabel = "N", description = "bands (default: ${DEFAULT-VALUE})")
    private int connections = 1_000;

    @Option(names = "--clients", paramLabel = "N", description = "for the record: connections of Kanhu at the broker")
    private int clients = 1;

    @Option(names = "--rate", paramLabel = "N", description = "messages a second, when due (default: ${DEFAULT-VALUE})")
    private double rate = 25_000;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "unacknowledged messages of a band (default: ${DEFAULT-VALUE})")
    private int window = 8;

    int port() {
        return port;
    }

    long pid() {
        return pid;
    }

    double rate() {
        return rate;
    }

    /** The bands that take part. */
    List<Credentials> members(Town town) {
        List<Credentials> all = town.keys().bands();
        if (connections < 1 || connections > all.size()) {
            throw new CannotRun("the town has " + all.size() + " bands, so --connections cannot be " + connections);
        }
        return all.subList(0, connections);
    }

    /** A load on the broker. */
    LoadOptions load(Mix mix) {
        if (rate <= 0) {
            throw new CannotRun("--rate must be above 0: a broker takes in without end what nobody has stored yet");
        }
        return new LoadOptions("127.0.0.1", port, rate, window, mix, "");
    }

    String conditions(Mix mix, CountedTime time) {
        return String.format(
                Locale.ROOT,
                "conditions: %,d connections to the broker, mix %s, %,.0f messages/s when due, window %d,"
                        + " Kanhu there with %d connections for telemetry, %s",
                connections,
                mix,
                rate,
                window,
                clients,
                time);
    }
}
