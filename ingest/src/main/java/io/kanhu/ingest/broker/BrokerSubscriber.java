package io.kanhu.ingest.broker;

import io.kanhu.ingest.BandCommands;
import io.kanhu.ingest.Inlet;
import io.kanhu.ingest.Source;
import io.kanhu.protocol.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes the bands' messages from a broker, as one of any number of Kanhu nodes, which share the telemetry. Calls for help have a
 * connection of their own, so that telemetry that waits for the database does not use up their share of messages in flight, and
 * they come to every node: storing one twice changes nothing, and a broker that restarts may have forgotten who shared what
 * (docs/decisions/0005-who-shares-what.md).
 *
 * <p>The broker has made sure who publishes where; Kanhu believes the topic.
 */
public final class BrokerSubscriber implements Source, BandCommands {
    private static final String SHARE = "$share/kanhu/";

    private final BrokerOptions options;
    private final Clock clock;
    private final MeterRegistry metrics;
    /** The link for calls for help first, then those for telemetry. */
    private volatile List<BrokerLink> links = List.of();

    public BrokerSubscriber(BrokerOptions options, Clock clock, MeterRegistry metrics) {
        this.options = options;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Returns at once: a broker that is away is tried until it is there, and {@link #problem()} says so meanwhile. */
    @Override
    public void start(Inlet inlet) {
        List<BrokerLink> opened = new ArrayList<>();
        opened.add(open("sos", inlet, List.of(Topic.nameOf(Topic.Kind.SOS, "+"))));
        String share = options.shared() ? SHARE : "";
        List<String> topics = List.of(
                share + Topic.nameOf(Topic.Kind.TELEMETRY, "+"),
                share + Topic.nameOf(Topic.Kind.STATUS, "+"),
                share + "owntracks/+/+");
        for (int client = 1; client <= options.clients(); client++) {
            // The first keeps its name, and with it its session, when there come to be more.
            opened.add(open(client == 1 ? "telemetry" : "telemetry-" + client, inlet, topics));
        }
        links = List.copyOf(opened);
    }

    @Override
    public void stop() {
        links.forEach(BrokerLink::close);
    }

    @Override
    public CompletionStage<Boolean> send(String band, byte[] payload) {
        List<BrokerLink> open = links;
        return open.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : open.getFirst().publish(Topic.commandOf(band), payload);
    }

    /** Why messages do not come, or nothing if all is well. */
    public Optional<String> problem() {
        return links.stream().map(BrokerLink::problem).flatMap(Optional::stream).findFirst();
    }

    private BrokerLink open(String name, Inlet inlet, List<String> topics) {
        BrokerLink link = new BrokerLink(name, options, topics, inlet, clock, metrics);
        link.start();
        return link;
    }
}
