package io.kanhu.ingest.pipeline;

import io.kanhu.ingest.store.Entry;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one writer, and how many of them it takes at once. A transaction costs the same for one message as for
 * fifty, so where messages come densely the writer lingers for a few milliseconds, and where they are few each is written at once.
 *
 * <p>Many threads offer, one takes.
 */
final class Gathering {
    /** Reports in one transaction: an hour's reports of a band that was offline come in a few messages. */
    private static final int MOST_REPORTS = 5_000;

    /** So many in a batch are worth a transaction, and waiting for more gains little. */
    private static final int ENOUGH = 400;

    /** Fewer than this to be expected is not worth a wait. */
    private static final int WORTH_WAITING_FOR = 16;

    private static final long LOOK_AGAIN_NANOS = 500_000;
    private static final double WEIGHT_OF_THE_LAST = 0.2;

    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final long capacity;
    private final int maxBatch;
    private final long lingerNanos;
    private long lastTaken = System.nanoTime();
    private double perNano;

    Gathering(LaneOptions options) {
        this.capacity = options.capacity();
        this.maxBatch = options.maxBatch();
        this.lingerNanos = options.linger().toNanos();
    }

    /** False if there is no room. Never blocks. */
    boolean offer(Entry entry) {
        int bytes = entry.bytes();
        if (waitingBytes.addAndGet(bytes) > capacity) {
            waitingBytes.addAndGet(-bytes);
            return false;
        }
        return queue.offer(entry);
    }

    int size() {
        return queue.size();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    @Nullable
    Entry peek() {
        return queue.peek();
    }

    /**
     * Takes what there is, oldest first; nothing if none came for a tenth of a second.
     *
     * @param begun told the first of the batch before the others are taken
     */
    void takeInto(List<Entry> batch, Consumer<Entry> begun) throws InterruptedException {
        Entry first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        waitingBytes.addAndGet(-first.bytes());
        begun.accept(first);
        linger();
        int reports = first.reports();
        batch.add(first);
        while (batch.size() < maxBatch && reports < MOST_REPORTS) {
            Entry next = queue.poll();
            if (next == null) {
                break;
            }
            waitingBytes.addAndGet(-next.bytes());
            batch.add(next);
            reports += next.reports();
        }
        long now = System.nanoTime();
        double latest = (double) batch.size() / Math.max(1, now - lastTaken);
        perNano += WEIGHT_OF_THE_LAST * (latest - perNano);
        lastTaken = now;
    }

    private void linger() {
        if (perNano * lingerNanos < WORTH_WAITING_FOR) {
            return;
        }
        long until = System.nanoTime() + lingerNanos;
        while (queue.size() < ENOUGH
                && System.nanoTime() < until
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        }
    }
}
