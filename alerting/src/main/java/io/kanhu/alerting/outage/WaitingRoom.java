package io.kanhu.alerting.outage;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Presses that have come in and are not stored. Overdue is what waits for too long while nothing is stored at all: while others are,
 * a press has only to wait for its turn. Thread-safe; never blocks.
 */
final class WaitingRoom {
    /** A transaction that has taken a press and not committed it by then has failed. */
    private static final Duration CLAIM = Duration.ofSeconds(10);

    private final Duration patience;
    private final ConcurrentHashMap<UUID, Place> places = new ConcurrentHashMap<>();
    private final AtomicLong arrivals = new AtomicLong();
    private volatile Instant storedAt = Instant.MIN;

    WaitingRoom(Duration patience) {
        this.patience = patience;
    }

    private static final class Place {
        private final WaitingPress press;
        private final long number;
        private volatile Instant since;
        private volatile Instant claimedAt = Instant.MIN;

        Place(WaitingPress press, long number, Instant since) {
            this.press = press;
            this.number = number;
            this.since = since;
        }
    }

    /** It came in; if it is here already it was sent again. */
    void enter(WaitingPress press, Instant now) {
        places.putIfAbsent(press.key(), new Place(press, arrivals.incrementAndGet(), now));
    }

    /** It is stored. Returns whether it was here. */
    boolean leave(UUID press, Instant now) {
        storedAt = now;
        return places.remove(press) != null;
    }

    /** A transaction has it in hand. */
    void claim(UUID press, Instant now) {
        Place place = places.get(press);
        if (place != null) {
            place.claimedAt = now;
        }
    }

    /** Whether a transaction that took something then may still commit it. */
    static boolean isClaimed(Instant at, Instant now) {
        return at.isAfter(now.minus(CLAIM)) && !at.isAfter(now);
    }

    /** In the order in which they came in, which is the one in which they are stored. */
    List<WaitingPress> overdue(Instant now) {
        boolean stalled = !storedAt.isAfter(now.minus(patience)) || storedAt.isAfter(now);
        return places.values().stream()
                .filter(place -> isOverdue(place, now) && stalled)
                .sorted(Comparator.comparingLong(place -> place.number))
                .map(place -> place.press)
                .toList();
    }

    private boolean isOverdue(Place place, Instant now) {
        if (place.since.isAfter(now)) {
            // The clock was set back.
            place.since = now;
        }
        return !place.since.plus(patience).isAfter(now) && !isClaimed(place.claimedAt, now);
    }
}
