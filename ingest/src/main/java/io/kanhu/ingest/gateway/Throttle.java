package io.kanhu.ingest.gateway;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one connection on its way in: passed on at once while the band is within its quota, and in order and later where
 * it is not. Used on the connection's event loop.
 */
final class Throttle {
    private final String band;
    private final Quota quota;
    private final EventLoop loop;
    private final Allowance allowance;
    private final Consumer<Publication> next;
    private final Deque<Publication> waiting = new ArrayDeque<>();
    private @Nullable Future<?> timer;

    Throttle(String band, Quota quota, EventLoop loop, Consumer<Publication> next) {
        this.band = band;
        this.quota = quota;
        this.loop = loop;
        this.allowance = quota.of(band);
        this.next = next;
    }

    /** Passes it on or keeps it for later; false if nothing more may wait. */
    boolean offer(Publication publication) {
        if (waiting.isEmpty()) {
            long nanos = allowance.take(Quota.units(publication.payload().length), System.nanoTime());
            if (nanos == 0) {
                next.accept(publication);
                return true;
            }
            if (!quota.mayWait(publication.payload().length)) {
                return false;
            }
            waiting.add(publication);
            timer = loop.schedule(this::passOn, nanos, TimeUnit.NANOSECONDS);
            return true;
        }
        if (!quota.mayWait(publication.payload().length)) {
            return false;
        }
        waiting.add(publication);
        return true;
    }

    /** Forgets what waits: it was not acknowledged and comes again. */
    void close() {
        if (timer != null) {
            timer.cancel(false);
        }
        waiting.forEach(publication -> quota.waitsNoLonger(publication.payload().length));
        waiting.clear();
        quota.leave(band, allowance, loop);
    }

    private void passOn() {
        while (!waiting.isEmpty()) {
            Publication first = waiting.getFirst();
            long nanos = allowance.take(Quota.units(first.payload().length), System.nanoTime());
            if (nanos > 0) {
                timer = loop.schedule(this::passOn, nanos, TimeUnit.NANOSECONDS);
                return;
            }
            waiting.removeFirst();
            quota.waitsNoLonger(first.payload().length);
            next.accept(first);
        }
    }
}
