package io.kanhu.alerting.rounds;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;

/**
 * A thread that does one thing again and again: when it is woken, and at the latest after a pause. Nothing ends it but its close: a
 * round that fails is tried again after the pause, because a thread that has stopped would be a screen that stays quiet. What
 * failed is logged once, and again when a round has succeeded in between.
 */
public final class Rounds implements AutoCloseable {
    private final Duration pause;
    private final Runnable round;
    private final String what;
    private final Logger log;
    private final Thread thread;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean open = true;

    /**
     * @param thread what it runs on, with its name
     * @param pause longest time between two rounds
     * @param round may block
     * @param what is done, as the log says it: "cannot …"
     * @param log of whoever does it
     */
    public Rounds(Thread.Builder thread, Duration pause, Runnable round, String what, Logger log) {
        this.pause = pause;
        this.round = round;
        this.what = what;
        this.log = log;
        this.thread = thread.unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** There may be something to do. Never blocks. */
    public void wake() {
        wakes.release();
    }

    /** Ends after the round that is under way. Blocks. */
    @Override
    public void close() {
        open = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean failing = false;
        try {
            while (open) {
                boolean done = isDone(failing);
                failing = !done;
                if (!done) {
                    Thread.sleep(pause);
                } else if (wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakes.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            log.debug("told to end: {}", what);
        }
    }

    private boolean isDone(boolean failedBefore) {
        try {
            round.run();
            return true;
        } catch (JdbiException e) {
            if (open && !failedBefore) {
                log.warn("cannot {}, trying again why=\"{}\"", what, e.getMessage());
            }
        } catch (RuntimeException e) {
            if (open && !failedBefore) {
                log.error("cannot {}, trying again; please report this", what, e);
            }
        }
        return false;
    }
}
