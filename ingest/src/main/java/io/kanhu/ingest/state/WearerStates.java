package io.kanhu.ingest.state;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table of what is newest of every wearer. Committed measurements are gathered in memory, one state a wearer, and written
 * a little later, a few thousand a second: a band that reports every second costs no more than one that reports every minute, and
 * the table is behind by seconds for a town and by five minutes for a million bands. What a crash loses of this is read from the
 * measurements at the next start. Thread-safe.
 */
public final class WearerStates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WearerStates.class);
    private static final Duration ROUND = Duration.ofSeconds(1);

    /** So many in a round cost little beside the measurements, and nobody waits for more than {@link #LONGEST_ROUNDS}. */
    private static final int ENOUGH_A_ROUND = 2_000;

    private static final int LONGEST_ROUNDS = 300;
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(2);
    private static final Duration LAST_ROUNDS = Duration.ofSeconds(10);

    private static final int RECOVERED_AT_ONCE = 200;
    private static final Duration RECOVERED = Duration.ofDays(14);

    private final DataSource database;
    private final Clock clock;
    private final PendingStates pending = new PendingStates();
    private final Thread writer = Thread.ofVirtual().name("wearer-states").unstarted(this::run);
    private final Thread recovery =
            Thread.ofVirtual().name("wearer-states-recovery").unstarted(this::recover);
    private final CountDownLatch closing = new CountDownLatch(1);

    public WearerStates(DataSource database, Clock clock, MeterRegistry metrics) {
        this.database = database;
        this.clock = clock;
        Gauge.builder("kanhu.states.waiting", this, WearerStates::waiting)
                .description("Wearers whose newest values are not in the table of states yet")
                .register(metrics);
    }

    /** Begins to write, and to read what an earlier run left unwritten. */
    public void start() {
        writer.start();
        recovery.start();
    }

    /** Takes what was measured and is committed. */
    public void note(Consumer<PendingStates> measurements) {
        synchronized (pending) {
            measurements.accept(pending);
        }
    }

    /** Writes what waits, for up to ten seconds, and stops. */
    @Override
    public void close() {
        closing.countDown();
        try {
            recovery.join();
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        long until = System.nanoTime() + LAST_ROUNDS.toNanos();
        while (waiting() > 0 && System.nanoTime() < until) {
            if (!writeSome()) {
                break;
            }
        }
    }

    private int waiting() {
        synchronized (pending) {
            return pending.size();
        }
    }

    private void run() {
        try {
            Duration pause = ROUND;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = writeSome() ? ROUND : AFTER_A_FAILURE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if it failed; nothing is lost by that. */
    private boolean writeSome() {
        List<WearerState> taken;
        synchronized (pending) {
            taken = pending.take(Math.max(ENOUGH_A_ROUND, pending.size() / LONGEST_ROUNDS));
        }
        if (taken.isEmpty()) {
            return true;
        }
        try (Connection connection = database.getConnection()) {
            StateTable.write(connection, taken);
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the newest values of wearers are not written, trying again why=\"{}\"", e.getMessage());
            synchronized (pending) {
                pending.giveBack(taken);
            }
            return false;
        }
    }

    private void recover() {
        try {
            long after = 0;
            Duration pause = Duration.ZERO;
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                long begun = System.nanoTime();
                try (Connection connection = database.getConnection()) {
                    OptionalLong last = StateTable.lastOf(connection, after, RECOVERED_AT_ONCE);
                    if (last.isEmpty()) {
                        return;
                    }
                    StateTable.recover(
                            connection, after, last.getAsLong(), clock.instant().minus(RECOVERED));
                    after = last.getAsLong();
                    // A quarter of the time: the bands come back at the same moment, and go first.
                    pause = Duration.ofNanos(3 * (System.nanoTime() - begun));
                } catch (SQLException | RuntimeException e) {
                    LOG.warn("the newest values of wearers cannot be read, trying again why=\"{}\"", e.getMessage());
                    pause = AFTER_A_FAILURE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
