package io.kanhu.ingest.pipeline;

import io.kanhu.ingest.store.BatchWriter;
import io.kanhu.ingest.store.Entry;
import io.kanhu.ingest.store.Trouble;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue and the one thread that empties it into the database. While one batch is written the next one gathers, so
 * batches are as large as the load makes them.
 *
 * <p>A database that is away is waited for, with everything kept; a message that the database will not have is found by
 * halving its batch, and only that one is refused. So is a message on which Kanhu itself fails: it must not stand before all others.
 */
public final class Lane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(2);

    private final String name;
    private final BatchWriter writer;
    private final Clock clock;
    private final Gathering queue;
    private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
    private final Timer delay;
    private final Counter failures;
    private final Thread thread;
    /** The first of the batch that is being written: it is in no queue any more and not stored yet. */
    private volatile @Nullable Entry writing;

    private volatile boolean open = true;

    public Lane(LaneOptions options, BatchWriter writer, Clock clock, MeterRegistry metrics) {
        this.name = options.name();
        this.writer = writer;
        this.clock = clock;
        this.queue = new Gathering(options);
        List<Tag> tags = List.of(Tag.of("lane", name), Tag.of("writer", Integer.toString(options.writer())));
        this.delay = Timer.builder("kanhu.ingest.delay")
                .description("From a message's arrival to its commit")
                .tag("lane", name)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(metrics);
        this.failures = Counter.builder("kanhu.ingest.failures")
                .description(
                        "Readable messages that could not be stored and were refused; each is in the log and in rejected_message")
                .tag("lane", name)
                .register(metrics);
        metrics.gauge("kanhu.ingest.queue", tags, queue, Gathering::size);
        Gauge.builder("kanhu.ingest.oldest.waiting.seconds", this, Lane::oldestWaitingSeconds)
                .description("Age of the oldest message that is not committed yet; 0 if there is none")
                .tags(tags)
                .register(metrics);
        this.thread = Thread.ofPlatform()
                .name("lane-" + name + "-" + options.writer())
                .unstarted(this::run);
    }

    /** Begins to write. */
    public void start() {
        thread.start();
    }

    /** Queues a message; false if the queue is full or closed. Never blocks. */
    public boolean offer(Entry entry) {
        return open && queue.offer(entry);
    }

    /** Why nothing is being stored at the moment, or nothing if all is well. */
    public Optional<String> problem() {
        return problem.get();
    }

    /** Takes no more, writes what is queued for up to ten seconds, and stops. What is left was never acknowledged. */
    @Override
    public void close() {
        open = false;
        try {
            // Of a lane that was never started this returns at once.
            thread.join(Duration.ofSeconds(10).toMillis());
            thread.interrupt();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double oldestWaitingSeconds() {
        Entry inHand = writing;
        Entry oldest = inHand == null ? queue.peek() : inHand;
        return oldest == null
                ? 0
                : Math.max(0, clock.millis() - oldest.delivery().receivedAt().toEpochMilli()) / 1000.0;
    }

    private void run() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (open || !queue.isEmpty()) {
                queue.takeInto(batch, first -> writing = first);
                if (!batch.isEmpty()) {
                    store(batch);
                    batch.clear();
                    writing = null;
                }
            }
        } catch (InterruptedException e) {
            LOG.warn(
                    "lane closed with messages not stored and not acknowledged lane={} messages={}",
                    name,
                    batch.size() + queue.size());
        } finally {
            if (open) {
                problem.set(Optional.of("the " + name + " lane has broken down; its log says why, restart the server"));
            }
        }
    }

    private void store(List<Entry> batch) throws InterruptedException {
        Duration backoff = FIRST_BACKOFF;
        while (true) {
            Exception failure = write(batch);
            if (failure == null) {
                problem.set(Optional.empty());
                settle(batch);
                return;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while writing");
            }
            Trouble trouble = Trouble.of(failure);
            if (trouble != Trouble.AWAY) {
                isolate(batch, failure, trouble);
                return;
            }
            if (problem.getAndSet(Optional.of(String.valueOf(failure.getMessage())))
                    .isEmpty()) {
                LOG.warn("cannot store, keeping and trying again lane={} why=\"{}\"", name, failure.getMessage());
            }
            Thread.sleep(backoff);
            backoff = backoff.multipliedBy(2).compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : backoff.multipliedBy(2);
        }
    }

    /** What went wrong, or {@code null} if the batch is committed. */
    private @Nullable Exception write(List<Entry> batch) {
        try {
            writer.write(batch);
            return null;
        } catch (SQLException | RuntimeException e) {
            return e;
        }
    }

    private void isolate(List<Entry> batch, Exception failure, Trouble trouble) throws InterruptedException {
        if (batch.size() > 1) {
            int half = batch.size() / 2;
            store(List.copyOf(batch.subList(0, half)));
            store(List.copyOf(batch.subList(half, batch.size())));
            return;
        }
        Entry poison = batch.getFirst();
        String band = poison.delivery().band();
        if (poison.message() == null) {
            // What was wrong with the message itself has been counted and logged, and it must not come back for ever.
            LOG.error("a refusal cannot be recorded lane={} band={}", name, band, failure);
            settle(batch);
            return;
        }
        if (trouble == Trouble.OURS) {
            LOG.error(
                    "Kanhu fails on a message and refuses it; please report this lane={} band={}", name, band, failure);
        } else {
            LOG.warn("the database refuses a message lane={} band={} why=\"{}\"", name, band, failure.getMessage());
        }
        failures.increment();
        store(List.of(poison.refused(new Refusal(Reason.MALFORMED, "", detailOf(failure, trouble)))));
    }

    private static String detailOf(Exception failure, Trouble trouble) {
        return trouble == Trouble.OURS
                ? "Kanhu failed on this message, which is not the band's fault; its log says more: "
                        + failure.getClass().getSimpleName()
                : "the database does not take this message";
    }

    private void settle(List<Entry> batch) {
        long now = clock.millis();
        for (Entry entry : batch) {
            delay.record(Math.max(0, now - entry.delivery().receivedAt().toEpochMilli()), TimeUnit.MILLISECONDS);
            try {
                entry.settle();
            } catch (RuntimeException e) {
                // It comes again, and storing it again changes nothing.
                LOG.error(
                        "a message was not answered lane={} band={}",
                        name,
                        entry.delivery().band(),
                        e);
            }
        }
    }
}
