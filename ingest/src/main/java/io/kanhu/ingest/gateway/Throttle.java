package io.kanhu.ingest.gateway;

import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one connection on its way in: passed on at once while the band is within its quota, and in order and later where
 * it is not. Used on the connection's event loop.
 */
final class Throttle {
    private final String band;
    private final Quota quota;
    private final Allowance allowance;
    private final Consumer<Publication> next;
    private final Deque<Publication> waiting = new ArrayDeque<>();
    private long timer;

    Throttle(String band, Quota quota, Consumer<Publication> next) {
        this.band = band;
        this.quota = quota;
        this.allowance = quota.of(band);
        this.next = next;
    }

    /** What a band published, and why it is refused, {@code null} if it is not. */
    record Publication(
            MqttPublishMessage message,
            Topic.Kind kind,
            @Nullable Refusal why) {
        int bytes() {
            return message.payload().length();
        }
    }

    /** Passes it on or keeps it for later; false if nothing more may wait. */
    boolean offer(Publication publication) {
        if (waiting.isEmpty()) {
            long nanos = allowance.take(Quota.units(publication.bytes()), System.nanoTime());
            if (nanos == 0) {
                next.accept(publication);
                return true;
            }
            if (!quota.mayWait(publication.bytes())) {
                return false;
            }
            waiting.add(publication);
            timer = quota.after(nanos, this::passOn);
            return true;
        }
        if (!quota.mayWait(publication.bytes())) {
            return false;
        }
        waiting.add(publication);
        return true;
    }

    /** Forgets what waits: it was not acknowledged and comes again. */
    void close() {
        quota.cancel(timer);
        waiting.forEach(publication -> quota.waitsNoLonger(publication.bytes()));
        waiting.clear();
        quota.leave(band, allowance);
    }

    private void passOn() {
        while (!waiting.isEmpty()) {
            Publication first = waiting.getFirst();
            long nanos = allowance.take(Quota.units(first.bytes()), System.nanoTime());
            if (nanos > 0) {
                timer = quota.after(nanos, this::passOn);
                return;
            }
            waiting.removeFirst();
            quota.waitsNoLonger(first.bytes());
            next.accept(first);
        }
    }
}
