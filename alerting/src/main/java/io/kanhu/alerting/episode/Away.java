package io.kanhu.alerting.episode;

import io.kanhu.registry.Suspension;
import io.kanhu.registry.Suspension.Reason;
import io.kanhu.registry.Suspensions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Suspends wearers and takes them back. A call for help counts as ever, and says so. Blocks; call it on virtual threads. */
public final class Away {
    private final Suspensions suspensions = new Suspensions();
    private final Jdbi jdbi;
    private final Episodes episodes;
    private final Clock clock;
    private final Runnable wake;

    /** @param wake called after each commit; must not block */
    public Away(Jdbi jdbi, Episodes episodes, Clock clock, Runnable wake) {
        this.jdbi = jdbi;
        this.episodes = episodes;
        this.clock = clock;
        this.wake = wake;
    }

    /**
     * The wearer is away; what waits in the lists and means nothing now is closed.
     *
     * @param from {@code null} for now
     * @param until {@code null} until further notice
     * @return nothing if there is no such wearer
     * @throws IllegalMove if it ends before it begins, or is over
     */
    public Optional<Suspension> suspend(
            long wearerId,
            Reason reason,
            @Nullable String note,
            @Nullable Instant from,
            @Nullable Instant until,
            String by) {
        Instant now = clock.instant();
        Instant starts = from == null ? now : from;
        if (until != null && (!until.isAfter(starts) || !until.isAfter(now))) {
            throw new IllegalMove("`until` must lie after `from` and in the future");
        }
        Optional<Suspension> suspended = jdbi.inTransaction(handle -> {
            Optional<Suspension> put = suspensions.put(handle, wearerId, reason, note, starts, until, by, now);
            if (put.isPresent() && !put.get().from().isAfter(now)) {
                episodes.clearOfWhoIsAway(handle, wearerId, "{\"suspended\":\"" + reason.code() + "\"}");
            }
            return put;
        });
        wake.run();
        return suspended;
    }

    /** The wearer is back. Returns whether they were away, or were to be. */
    public boolean resume(long wearerId, String by) {
        return jdbi.inTransaction(handle -> suspensions.end(handle, wearerId, by, clock.instant()));
    }

    /** The suspension that holds now, or else the next to come. */
    public Optional<Suspension> of(long wearerId) {
        return jdbi.withHandle(handle -> suspensions.at(handle, wearerId, clock.instant()));
    }
}
