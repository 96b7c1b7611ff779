package io.kanhu.server.selftest;

import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertView;
import io.kanhu.alerting.episode.IllegalMove;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.alerting.episode.Viewer;
import io.kanhu.alerting.feed.Feed;
import io.kanhu.alerting.feed.FeedItem;
import io.kanhu.alerting.feed.Subscription;
import io.kanhu.alerting.rounds.Rounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Presses SOS once a minute on a band that nobody wears, and takes the case to its end: over the server's own port, through the
 * pipeline and the database, to a worker who does not exist, who answers, and back to the band. Only what is between the page and
 * a person is not tried.
 */
public final class SelfTest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);
    /** For each step. A call for help that takes longer is as good as lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Cases of self-tests are kept for so long. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Understudy self;
    private final Feed feed;
    private final Moves moves;
    private final Heartbeat heartbeat;
    private final Timer stored;
    private final Timer dispatched;
    private final Timer comforted;
    private final Counter passed;
    private final Counter failed;
    private final Rounds rounds;
    private volatile Instant lastPassed;
    private volatile CompletableFuture<AlertView> calling = new CompletableFuture<>();
    private @Nullable Way way;
    private @Nullable OwnBand band;
    private @Nullable Subscription watching;
    private boolean failing;

    /** Where this server's bands connect. */
    private record Way(Vertx vertx, String host, int port) {}

    private SelfTest(
            Jdbi jdbi,
            Clock clock,
            Understudy self,
            Feed feed,
            Moves moves,
            Duration every,
            Optional<URI> heartbeat,
            MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.self = self;
        this.feed = feed;
        this.moves = moves;
        this.heartbeat = new Heartbeat(heartbeat, metrics);
        this.stored = step("stored", metrics);
        this.dispatched = step("dispatched", metrics);
        this.comforted = step("comforted", metrics);
        this.passed = metrics.counter("kanhu.selftest.rounds", "result", "passed");
        this.failed = metrics.counter("kanhu.selftest.rounds", "result", "failed");
        this.lastPassed = clock.instant();
        this.rounds = new Rounds(Thread.ofVirtual().name("self-test"), every, this::round, "test itself", LOG);
        Gauge.builder("kanhu.selftest.age.seconds", this, SelfTest::ageSeconds)
                .description(
                        "Since the last call for help of the self-test that went all the way; at first, since the start")
                .register(metrics);
    }

    /**
     * Enters who does not exist into the registry; presses nothing yet. Blocks.
     *
     * @param port of this server's bands as it is set, which tells servers on one machine apart
     * @param every time from the end of a round to the next
     * @param heartbeat what is called after each round that went all the way, for a watcher outside
     */
    public static SelfTest prepare(
            Jdbi jdbi,
            Clock clock,
            Feed feed,
            Moves moves,
            int port,
            Duration every,
            Optional<URI> heartbeat,
            MeterRegistry metrics) {
        return new SelfTest(jdbi, clock, Understudy.enrol(jdbi, clock, port), feed, moves, every, heartbeat, metrics);
    }

    private static Timer step(String step, MeterRegistry metrics) {
        return Timer.builder("kanhu.selftest.latency")
                .description("From the press of the self-test to each step")
                .tag("step", step)
                .register(metrics);
    }

    /**
     * Begins; the first press comes at once.
     *
     * @param host an address of this server's bands
     */
    public void start(Vertx vertx, String host, int port) {
        way = new Way(vertx, host, port);
        rounds.start();
    }

    /** Removes the cases of tests that are long over. Blocks. */
    public void forgetOld() {
        jdbi.useTransaction(handle -> {
            Long[] old = handle.createQuery("""
                            SELECT coalesce(array_agg(a.id), '{}') AS ids FROM alert a JOIN wearer w ON w.id = a.wearer_id
                             WHERE w.code = :name AND a.state = 'closed' AND a.closed_at < :before
                            """)
                    .bind("name", self.band())
                    .bind("before", clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                    .map((row, context) -> (Long[]) row.getArray("ids").getArray())
                    .one();
            for (String table : new String[] {"notification", "alert_event", "sos_press"}) {
                handle.createUpdate("DELETE FROM " + table + " WHERE alert_id = ANY(:ids)")
                        .bindArray("ids", Long.class, (Object[]) old)
                        .execute();
            }
            handle.createUpdate("DELETE FROM alert WHERE id = ANY(:ids)")
                    .bindArray("ids", Long.class, (Object[]) old)
                    .execute();
        });
    }

    @Override
    public void close() {
        rounds.close();
        if (band != null) {
            band.close();
        }
        if (watching != null) {
            watching.close();
        }
        heartbeat.close();
    }

    private double ageSeconds() {
        return Math.max(0, Duration.between(lastPassed, clock.instant()).toMillis() / 1_000.0);
    }

    private void round() {
        try {
            goAllTheWay();
            lastPassed = clock.instant();
            passed.increment();
            if (failing) {
                LOG.info("calls for help get through again");
            }
            failing = false;
            heartbeat.beat();
        } catch (SelfTestFailed e) {
            fails(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Whoever is told to end in the middle of a question has not failed.
            if (!Thread.currentThread().isInterrupted()) {
                fails(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
    }

    private void fails(String why) {
        failed.increment();
        if (!failing) {
            LOG.error("a call for help does not get through why=\"{}\"", why);
        }
        failing = true;
        if (band != null) {
            band.close();
            band = null;
        }
    }

    private void goAllTheWay() throws SelfTestFailed, InterruptedException {
        if (watching == null) {
            watching = feed.subscribe(new Viewer(self.workerId(), false), null, this::changed);
        }
        finishWhatIsOpen();
        OwnBand pressed = connected();
        calling = new CompletableFuture<>();
        long begun = System.nanoTime();
        pressed.press(UUID.randomUUID().toString(), clock.instant());
        stored.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        AlertView alert = awaitCall();
        dispatched.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        moves.acknowledge(alert.id(), worker());
        pressed.awaitComfort();
        comforted.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        end(alert.id());
    }

    /** A round that broke off leaves a case that the next press would only be counted on. */
    private void finishWhatIsOpen() {
        List<Long> open = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT a.id FROM alert a JOIN wearer w ON w.id = a.wearer_id
                         WHERE w.code = :name AND a.state <> 'closed'
                        """)
                .bind("name", self.band())
                .mapTo(Long.class)
                .list());
        for (long id : open) {
            try {
                moves.acknowledge(id, worker());
            } catch (IllegalMove e) {
                LOG.debug("it was only not closed alert={}", id);
            }
            end(id);
        }
    }

    private void end(long alertId) {
        moves.resolve(alertId, worker(), Outcome.TEST, null);
        moves.close(alertId, worker());
    }

    private Actor worker() {
        return new Actor(self.band(), self.workerId(), false);
    }

    private OwnBand connected() throws SelfTestFailed, InterruptedException {
        if (band == null || !band.isConnected()) {
            Way to = Objects.requireNonNull(way, "start() comes before the first round");
            band = OwnBand.connect(to.vertx(), to.host(), to.port(), self, PATIENCE);
        }
        return band;
    }

    private AlertView awaitCall() throws SelfTestFailed, InterruptedException {
        try {
            return calling.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SelfTestFailed(
                    "the press is stored and no worker is called within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is never completed with an error", e);
        }
    }

    /** Of the feed's thread. */
    private void changed(FeedItem item) {
        AlertView alert = item.alert();
        if (alert.band().equals(self.band()) && alert.rings()) {
            calling.complete(alert);
        }
    }
}
