package io.kanhu.server.command;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGTERM or Ctrl-C: what runs is closed then. What is just starting is closed once it has, or it would leave a database running behind. */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    /** Longer than a start takes on a slow machine, shorter than a service manager waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CompletableFuture<Optional<AutoCloseable>> running = new CompletableFuture<>();
    private volatile boolean given;

    private StopSignal() {}

    /**
     * Starts something, and blocks until the process is told to end: it is closed before that.
     *
     * @param starting gives what is to be closed; what it throws is thrown on and nothing is closed, unless it fails because the process
     *     was told to end: a Ctrl-C goes to all that it has started as well
     */
    static void run(Supplier<? extends AutoCloseable> starting) throws InterruptedException {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "stop"));
        try {
            signal.running.complete(Optional.of(starting.get()));
        } catch (RuntimeException e) {
            if (!signal.given) {
                throw e;
            }
            LOG.info("told to stop before everything has started why=\"{}\"", e.getMessage());
        } finally {
            // If it is there already this does nothing.
            signal.running.complete(Optional.empty());
        }
        new CountDownLatch(1).await();
    }

    private void stop() {
        given = true;
        if (!running.isDone()) {
            LOG.info("told to stop, will do so once everything has started");
        }
        try {
            Optional<AutoCloseable> started = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (started.isPresent()) {
                started.get().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("told to stop while starting, and the start takes too long: the next one clears up after it");
        } catch (Exception e) {
            throw new IllegalStateException("stopping failed", e);
        }
    }
}
