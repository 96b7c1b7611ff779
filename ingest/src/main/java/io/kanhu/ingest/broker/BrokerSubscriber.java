package io.kanhu.ingest.broker;

import io.kanhu.ingest.BandCommands;
import io.kanhu.ingest.Inlet;
import io.kanhu.ingest.Source;
import io.kanhu.protocol.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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
    private volatile @Nullable BrokerLink telemetry;
    private volatile @Nullable BrokerLink sos;

    public BrokerSubscriber(BrokerOptions options, Clock clock, MeterRegistry metrics) {
        this.options = options;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Returns at once: a broker that is away is tried until it is there, and {@link #problem()} says so meanwhile. */
    @Override
    public void start(Inlet inlet) {
        sos = open("sos", inlet, List.of(Topic.nameOf(Topic.Kind.SOS, "+")));
        String share = options.shared() ? SHARE : "";
        telemetry = open(
                "telemetry",
                inlet,
                List.of(
                        share + Topic.nameOf(Topic.Kind.TELEMETRY, "+"),
                        share + Topic.nameOf(Topic.Kind.STATUS, "+"),
                        share + "owntracks/+/+"));
    }

    @Override
    public void stop() {
        for (BrokerLink link : new @Nullable BrokerLink[] {sos, telemetry}) {
            if (link != null) {
                link.close();
            }
        }
    }

    @Override
    public CompletionStage<Boolean> send(String band, byte[] payload) {
        BrokerLink link = sos;
        return link == null ? CompletableFuture.completedFuture(false) : link.publish(Topic.commandOf(band), payload);
    }

    /** Why messages do not come, or nothing if all is well. */
    public Optional<String> problem() {
        for (BrokerLink link : new @Nullable BrokerLink[] {sos, telemetry}) {
            if (link != null && link.problem().isPresent()) {
                return link.problem();
            }
        }
        return Optional.empty();
    }

    private BrokerLink open(String name, Inlet inlet, List<String> topics) {
        BrokerLink link = new BrokerLink(name, options, topics, inlet, clock, metrics);
        link.start();
        return link;
    }
}
