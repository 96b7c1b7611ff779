package io.kanhu.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All bands in memory. Reads are lock-free and never block: event loops may call {@link #find}. What
 * other processes import is seen within {@link #INTERVAL} and the time one refresh takes.
 */
public final class BandDirectory implements AutoCloseable {
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(BandDirectory.class);

    private final ConcurrentHashMap<String, Band> bands = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("band-directory").factory());
    private final Jdbi jdbi;
    private final Clock clock;
    private long seenRevision;
    private boolean failing;
    private volatile Instant refreshedAt = Instant.MIN;

    public BandDirectory(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Loads all bands, blocking, and keeps up with changes until closed. Throws if the database does not answer. */
    public void start() {
        refresh();
        var unused = scheduler.scheduleWithFixedDelay(
                this::keepUp, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    public @Nullable Band find(String id) {
        return bands.get(id);
    }

    public int size() {
        return bands.size();
    }

    /** How old this knowledge may be: the time since the last refresh that succeeded. */
    public Duration age() {
        Instant last = refreshedAt;
        return last.equals(Instant.MIN) ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.between(last, clock.instant());
    }

    /** Reads the bands that changed since the last time; all of them the first time. Blocks. */
    public synchronized void refresh() {
        Instant begun = clock.instant();
        seenRevision = jdbi.inTransaction(handle -> ChangedBands.since(seenRevision, handle, this::put));
        refreshedAt = begun;
    }

    /** {@code lockedOut} is told the ids of bands that were let in before and are no more: disabled, or with another secret. It must not block. */
    public void whenLockedOut(Consumer<String> lockedOut) {
        listeners.add(lockedOut);
    }

    private void put(Band band) {
        Band before = bands.put(band.id(), band);
        if (before != null && (band.disabled() || !band.hasSecretOf(before))) {
            listeners.forEach(listener -> listener.accept(band.id()));
        }
    }

    private void keepUp() {
        try {
            refresh();
            if (failing) {
                LOG.info("band directory is up to date again");
            }
            failing = false;
        } catch (JdbiException e) {
            // The database is away; the operator needs no more than its words.
            if (!failing) {
                LOG.warn(
                        "band directory cannot refresh, goes on with what it knows and tries again every {} why=\"{}\"",
                        INTERVAL,
                        e.getMessage());
            }
            failing = true;
        } catch (RuntimeException e) {
            // Whatever it was, the next attempt has to come: a scheduler drops a task that throws.
            if (!failing) {
                LOG.warn(
                        "band directory cannot refresh, goes on with what it knows and tries again every {}",
                        INTERVAL,
                        e);
            }
            failing = true;
        }
    }

    /** Ends after a refresh that is under way, so that the pool may be closed next. */
    @Override
    public void close() {
        scheduler.close();
    }
}
