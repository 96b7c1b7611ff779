package io.kanhu.simulator.fleet;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Bands that live until they are switched off, all on virtual threads. */
public final class Fleet implements AutoCloseable {
    /** Sender, receiver, callbacks and keep-alive of a Paho client, each blocking a thread. */
    private static final int THREADS_A_BAND = 5;

    private static final Duration FORGOTTEN_AFTER = Duration.ofMillis(500);

    private static final Duration LINE_EVERY = Duration.ofSeconds(10);

    private final FleetFigures figures = new FleetFigures();
    private final List<Thread> bands = new ArrayList<>();
    private final ScheduledExecutorService threads;

    /** Switches the bands on. */
    public Fleet(FleetOptions options, List<Credentials> members) {
        threads = Executors.newScheduledThreadPool(
                THREADS_A_BAND * members.size(), Thread.ofVirtual().factory());
        for (Credentials member : members) {
            bands.add(Thread.ofVirtual()
                    .name(member.band())
                    .start(new SimulatedBand(options, member, threads, figures, Clock.systemUTC())));
        }
    }

    /**
     * Tells what happens, a line every ten seconds, until the time is over or the thread is interrupted. Blocks.
     *
     * @throws CannotRun if the bands cannot go on
     */
    public void report(Duration length, Consumer<String> out) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(Math.min(LINE_EVERY.toMillis(), 1 + (end - System.nanoTime()) / 1_000_000));
            String failure = figures.failure();
            if (failure != null && figures.connectedNow() == 0) {
                throw new CannotRun(failure);
            }
            out.accept(figures.line());
        }
    }

    /** Bands that are connected. */
    public int connected() {
        return figures.connectedNow();
    }

    /** Reports that have their PUBACK. */
    public long acknowledged() {
        return figures.acknowledgedReports();
    }

    @Override
    public void close() {
        bands.forEach(Thread::interrupt);
        for (Thread band : bands) {
            try {
                while (!band.join(FORGOTTEN_AFTER)) {
                    // Paho forgets an interrupt that meets it while it waits.
                    band.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        threads.shutdownNow();
    }
}
