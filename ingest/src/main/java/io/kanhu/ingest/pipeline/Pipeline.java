package io.kanhu.ingest.pipeline;

import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.Inlet;
import io.kanhu.ingest.SosHook;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.ingest.store.Entry;
import io.kanhu.ingest.store.RuleHook;
import io.kanhu.ingest.store.SosStore;
import io.kanhu.ingest.store.TelemetryStore;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.Decoded;
import io.kanhu.protocol.Decoder;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a message, in order: decode, find the band, queue by urgency, write, acknowledge. Whatever came in on the SOS
 * topic has its own lane, writer and connection, so that no flood of telemetry stands before it.
 */
public final class Pipeline implements Inlet, AutoCloseable {
    /**
     * Bytes that may wait for all telemetry writers together; a sender is shed where its own has no room left. 200,000 ordinary reports:
     * all that 18,000 bands may have on the way at once. A band that waits costs less than one that is sent away and comes back.
     */
    private static final long TELEMETRY_CAPACITY = 160L * 1024 * 1024;

    /** While one waits for its commit the other uses the processor. */
    private static final int TELEMETRY_WRITERS = 2;

    /** So that nobody waits for one: the telemetry lanes, who writes the newest values and who reads them after a start. */
    public static final int CONNECTIONS = TELEMETRY_WRITERS + 2;

    private static final Duration LINGER = Duration.ofMillis(5);

    private static final long SOS_CAPACITY = 700L * 1024 * 1024;
    private static final int TELEMETRY_BATCH = 2_000;
    private static final int SOS_BATCH = 200;

    private final Decoder decoder = new Decoder();
    private final BandDirectory directory;
    private final SosHook hook;
    private final List<Lane> telemetry;
    private final Lane sos;
    private final WearerStates states;
    private final Map<Topic.Kind, Counter> received = new EnumMap<>(Topic.Kind.class);
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    /**
     * @param database with {@link #CONNECTIONS} connections that nobody else takes, where it is to be fast
     * @param calls with one connection for the SOS lane, as {@link io.kanhu.database.Database#prepared} gives it
     */
    public Pipeline(
            DataSource database,
            DataSource calls,
            BandDirectory directory,
            SosHook hook,
            RuleHook rules,
            Clock clock,
            MeterRegistry metrics) {
        this.directory = directory;
        this.hook = hook;
        this.states = new WearerStates(database, clock, metrics);
        this.telemetry = IntStream.rangeClosed(1, TELEMETRY_WRITERS)
                .mapToObj(writer -> new LaneOptions(
                        "telemetry", writer, TELEMETRY_CAPACITY / TELEMETRY_WRITERS, TELEMETRY_BATCH, LINGER))
                .map(options -> new Lane(options, new TelemetryStore(database, states, rules), clock, metrics))
                .toList();
        this.sos = new Lane(
                LaneOptions.atOnce("sos", SOS_CAPACITY, SOS_BATCH), new SosStore(calls, hook, states), clock, metrics);
        for (Topic.Kind kind : Topic.Kind.values()) {
            received.put(
                    kind,
                    metrics.counter(
                            "kanhu.messages.received", "kind", kind.name().toLowerCase(Locale.ROOT)));
        }
        for (Reason reason : Reason.values()) {
            refused.put(reason, metrics.counter("kanhu.refusals", "reason", reason.code()));
        }
    }

    public void start() {
        states.start();
        lanes().forEach(Lane::start);
    }

    @Override
    public boolean offer(Delivery delivery) {
        count(delivery);
        Band band = directory.find(delivery.band());
        if (band == null && delivery.kind() != Topic.Kind.SOS) {
            return enqueue(delivery, null, List.of(unknown(delivery.band())), null);
        }
        // A call for help is taken from a band that nobody enrolled, too: somebody presses it.
        Decoded decoded = decoder.decode(delivery.kind(), delivery.payload(), delivery.receivedAt());
        return enqueue(delivery, decoded.message(), decoded.refusals(), band);
    }

    @Override
    public boolean reject(Delivery delivery, Refusal why) {
        count(delivery);
        return enqueue(delivery, null, List.of(why), directory.find(delivery.band()));
    }

    /** Why messages are not being stored at the moment, or nothing if all is well. */
    public Optional<String> problem() {
        return lanes().flatMap(lane -> lane.problem().stream())
                .findFirst()
                .map(why -> "messages cannot be stored, and wait unacknowledged: " + why);
    }

    /** Side by side: a database that is away is waited for by all at once. */
    @Override
    public void close() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            lanes().forEach(lane -> closing.execute(lane::close));
        }
        states.close();
    }

    private Stream<Lane> lanes() {
        return Stream.concat(Stream.of(sos), telemetry.stream());
    }

    private boolean enqueue(
            Delivery delivery, @Nullable BandMessage message, List<Refusal> refusals, @Nullable Band band) {
        for (Refusal refusal : refusals) {
            counterOf(refused, refusal.reason()).increment();
        }
        if (delivery.kind() != Topic.Kind.SOS) {
            return laneOf(delivery.band()).offer(new Entry(delivery, message, refusals, band));
        }
        Delivery watched = message instanceof SosPress press && press.isFullPress()
                ? WatchedPress.watch(delivery, press, band, hook)
                : delivery;
        return sos.offer(new Entry(watched, message, refusals, band));
    }

    /** Always the same for a band: its messages are answered in their order, and no two writers touch one row. */
    private Lane laneOf(String band) {
        return telemetry.get(Math.floorMod(band.hashCode(), telemetry.size()));
    }

    private void count(Delivery delivery) {
        counterOf(received, delivery.kind()).increment();
    }

    private static <K> Counter counterOf(Map<K, Counter> counters, K key) {
        return Objects.requireNonNull(counters.get(key), "every value of the enum has its counter");
    }

    private static Refusal unknown(String band) {
        return new Refusal(
                Reason.UNKNOWN_BAND,
                "",
                "no band " + band + " is enrolled; import it with: kanhu bands import FILE.csv");
    }
}
