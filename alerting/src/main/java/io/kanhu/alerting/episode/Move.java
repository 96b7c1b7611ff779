package io.kanhu.alerting.episode;

import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The transaction that every move is: on the alert's row, for somebody who may see it. Blocks. */
final class Move {
    private final Jdbi jdbi;
    private final Clock clock;
    private final Runnable wake;

    /** @param wake called after each commit; must not block */
    Move(Jdbi jdbi, Clock clock, Runnable wake) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.wake = wake;
    }

    /** What is done while the row is held. */
    @FunctionalInterface
    interface Step {
        void take(Handle handle, AlertRow row, Instant now);
    }

    AlertView on(long id, Actor actor, Step step) {
        AlertView after = jdbi.inTransaction(handle -> {
            handle.createQuery("SELECT id FROM alert WHERE id = :id FOR UPDATE")
                    .bind("id", id)
                    .mapTo(Long.class)
                    .findOne();
            Instant now = clock.instant();
            AlertRow row = AlertBook.row(handle, id, now)
                    .filter(found -> found.as(actor.viewer()).isPresent())
                    .orElseThrow(() -> new NoSuchAlert("there is no alert " + id + " for you"));
            step.take(handle, row, now);
            return AlertBook.row(handle, id, now)
                    .flatMap(moved -> moved.as(actor.viewer()))
                    .orElseThrow(() -> new NoSuchAlert("alert " + id + " is gone"));
        });
        wake.run();
        return after;
    }

    static boolean isGoer(AlertRow row, Actor actor) {
        return actor.workerId() == null
                ? row.acknowledgedById() == null
                        && actor.name().equals(row.facts().acknowledgedBy())
                : actor.workerId().equals(row.acknowledgedById());
    }

    static void requireOpen(AlertState state) {
        if (over(state)) {
            throw new IllegalMove(ended(state));
        }
    }

    static boolean over(AlertState state) {
        return state == AlertState.RESOLVED || state == AlertState.CLOSED;
    }

    static String ended(AlertState state) {
        return "the case is " + state.code() + " already";
    }
}
