package io.kanhu.alerting.channel;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many messages may still be sent within a {@link Rate}. Thread-safe. */
final class Budget {
    private final Rate rate;
    private final Deque<Instant> sent = new ArrayDeque<>();

    Budget(Rate rate) {
        this.rate = rate;
    }

    /** How many may be sent now. */
    synchronized int available(Instant now) {
        Instant old = now.minus(rate.per());
        while (!sent.isEmpty() && !sent.getFirst().isAfter(old)) {
            sent.removeFirst();
        }
        // A clock that was set back must not keep anybody waiting until it is there again.
        while (!sent.isEmpty() && sent.getLast().isAfter(now)) {
            sent.removeLast();
        }
        return rate.messages() - sent.size();
    }

    /** The same for what is no call for help: some is kept back for those. */
    synchronized int availableToOthers(Instant now) {
        return Math.max(0, available(now) - rate.reserve());
    }

    synchronized void spend(int messages, Instant now) {
        for (int i = 0; i < messages; i++) {
            sent.addLast(now);
        }
    }
}
