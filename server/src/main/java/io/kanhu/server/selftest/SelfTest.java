package io.kanhu.server.selftest;

import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AlertState;
import io.kanhu.alerting.episode.AlertView;
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
import java.time.ZoneOffset;
import java.util.List;
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
    /** No server takes so long for a round. */
    private static final Duration GONE = Duration.ofMinutes(5);

    private final Understudy self;
    private final OwnBand band;
    private final Jdbi jdbi;
    private final Clock clock;
    private final Feed feed;
    private final Moves moves;
    private final Heartbeat heartbeat;
    private final Timer stored;
    private final Timer dispatched;
    private final Timer comforted;
    private final Counter passed;
    private final Counter failed;
    private final Rounds rounds;
    /** By a clock that nobody sets. */
    private volatile long lastPassedNanos = System.nanoTime();

    private volatile CompletableFuture<AlertView> calling = new CompletableFuture<>();
    private @Nullable Subscription watching;
    private String problem = "";

    /**
     * Where this server's bands connect.
     *
     * @param host an address of its own
     */
    public record Door(Vertx vertx, String host, int port) {}

    /**
     * @param every time from the end of a round to the next
     * @param heartbeat what is called after each round that went all the way, for a watcher outside
     */
    public SelfTest(
            Understudy self,
            Door door,
            Jdbi jdbi,
            Clock clock,
            Feed feed,
            Moves moves,
            Duration every,
            Optional<URI> heartbeat,
            MeterRegistry metrics) {
        this.self = self;
        this.band = new OwnBand(door, self, PATIENCE);
        this.jdbi = jdbi;
        this.clock = clock;
        this.feed = feed;
        this.moves = moves;
        this.heartbeat = new Heartbeat(heartbeat, metrics);
        this.stored = step("stored", metrics);
        this.dispatched = step("dispatched", metrics);
        this.comforted = step("comforted", metrics);
        this.passed = metrics.counter("kanhu.selftest.rounds", "result", "passed");
        this.failed = metrics.counter("kanhu.selftest.rounds", "result", "failed");
        this.rounds = new Rounds(Thread.ofVirtual().name("self-test"), every, this::round, "test itself", LOG);
        Gauge.builder("kanhu.selftest.age.seconds", this, SelfTest::ageSeconds)
                .description(
                        "Since the last call for help of the self-test that went all the way; at first, since the start")
                .register(metrics);
    }

    private static Timer step(String step, MeterRegistry metrics) {
        return Timer.builder("kanhu.selftest.latency")
                .description("From the press of the self-test to each step")
                .tag("step", step)
                .register(metrics);
    }

    /** Begins; the first press comes at once. */
    public void start() {
        watching = feed.subscribe(new Viewer(self.workerId(), false), null, this::changed);
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
        band.close();
        if (watching != null) {
            watching.close();
        }
        heartbeat.close();
    }

    /** Since the last round that went all the way; at first, since the start. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - lastPassedNanos);
    }

    private double ageSeconds() {
        return age().toMillis() / 1_000.0;
    }

    private void round() {
        try {
            goAllTheWay();
            lastPassedNanos = System.nanoTime();
            passed.increment();
            if (!problem.isEmpty()) {
                LOG.info("calls for help get through again");
            }
            problem = "";
            heartbeat.beat();
        } catch (SelfTestFailed e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(problem)) {
                LOG.error("a call for help does not get through why=\"{}\"", why);
            }
            fail(why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The database, or a mistake of ours; the rounds log which.
            fail(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void fail(String why) {
        failed.increment();
        problem = why;
        band.close();
    }

    private void goAllTheWay() throws SelfTestFailed, InterruptedException {
        endWhatIsLeft();
        band.connect();
        calling = new CompletableFuture<>();
        long begun = System.nanoTime();
        band.press(UUID.randomUUID().toString(), clock.instant());
        stored.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        AlertView alert = awaitCall();
        dispatched.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        Actor worker = new Actor(self.band(), self.workerId(), false);
        moves.acknowledge(alert.id(), worker);
        band.awaitComfort();
        comforted.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        end(alert.id(), worker);
    }

    /**
     * A round that broke off leaves a case that the next press would only be counted on; so does a server that is gone, and nobody
     * else would end that.
     */
    private void endWhatIsLeft() {
        record Left(long id, AlertState state, Actor worker) {}
        List<Left> all = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT a.id, a.state, k.code, k.id AS worker
                          FROM wearer w JOIN alert a ON a.wearer_id = w.id JOIN worker k ON k.code = w.code
                         WHERE w.synthetic AND a.state <> 'closed' AND (w.code = :own OR a.received_at < :gone)
                        """)
                .bind("own", self.band())
                .bind("gone", clock.instant().minus(GONE).atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Left(
                        row.getLong("id"),
                        AlertState.of(row.getString("state")),
                        new Actor(row.getString("code"), row.getLong("worker"), false)))
                .list());
        for (Left left : all) {
            if (left.state() != AlertState.RESOLVED) {
                moves.acknowledge(left.id(), left.worker());
            }
            end(left.id(), left.worker());
        }
    }

    private void end(long alertId, Actor worker) {
        moves.resolve(alertId, worker, Outcome.TEST, null);
        moves.close(alertId, worker);
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
