package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Climber;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A fall and a call for help of the same moment are one case: whoever falls presses, and two workers would run to one door. The case is
 * a call, on the call's ladder, and says that somebody fell. Which of the two comes in first makes no difference, nor whether both come
 * in at once. In the caller's transaction; blocks.
 */
final class FallAndCall {
    /** Somebody who has fallen may need a while to find the button. */
    static final Duration SAME_MOMENT = Duration.ofMinutes(2);

    /** If the other one's transaction hangs for longer, there are two cases rather than a call that waits. */
    static final Duration PATIENCE = Duration.ofMillis(300);

    private FallAndCall() {}

    /**
     * Makes a fall that is open the call that has just been made. Those who were told of the fall are not told again; the call's ladder
     * goes on from where the fall's stood.
     *
     * @param fall of the same moment
     * @return the case, unless there is no such fall, or it is none any more
     */
    static Optional<Long> callAfterFall(
            Handle handle,
            Climber climber,
            Optional<Long> fall,
            String band,
            Instant pressedAt,
            boolean late,
            Instant now) {
        Optional<AlertState> state = fall.flatMap(id -> turnIntoCall(handle, id, pressedAt, late));
        state.ifPresent(before -> {
            String detail = "{\"band\":\"" + band + "\"}";
            if (before.waitsForAnswer()) {
                climber.join(handle, fall.orElseThrow(), now, "pressed_after_fall", detail);
            } else {
                Events.add(handle, fall.orElseThrow(), now, "pressed_after_fall", Events.KANHU, detail);
            }
        });
        return state.flatMap(before -> fall);
    }

    /**
     * Puts a fall with the open call of the same moment.
     *
     * @return whether anything changed; nothing if there is no such call
     */
    static Optional<Boolean> fallBesideCall(Handle handle, long wearerId, Instant fellAt, Instant now) {
        return callBeside(handle, wearerId, fellAt).map(call -> {
            boolean isNews = handle.createUpdate("""
                            UPDATE alert
                               SET fell_at = :at, version = version + 1,
                                   -- Whoever called it off cannot have meant the fall.
                                   state = CASE WHEN state <> 'cancelled' THEN state
                                                WHEN dispatched_at IS NULL THEN 'raised' ELSE 'dispatched' END
                             WHERE id = :id AND fell_at IS NULL
                            """)
                            .bind("at", fellAt.atOffset(ZoneOffset.UTC))
                            .bind("id", call)
                            .execute()
                    > 0;
            if (isNews) {
                Events.add(handle, call, now, "fell", Events.KANHU, "{\"at\":\"" + fellAt + "\"}");
            }
            return isNews;
        });
    }

    private static Optional<Long> callBeside(Handle handle, long wearerId, Instant at) {
        return handle.createQuery("SELECT case_beside(:wearer, 'sos', :at, make_interval(secs => :within), :patience)")
                .bind("wearer", wearerId)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("within", SAME_MOMENT.toSeconds())
                .bind("patience", (int) PATIENCE.toMillis())
                .mapTo(Long.class)
                .findOne();
    }

    /** Not where a call is open already: the press counts on that. */
    private static Optional<AlertState> turnIntoCall(Handle handle, long fall, Instant pressedAt, boolean late) {
        return handle.createQuery("""
                        UPDATE alert a SET kind = 'sos', fell_at = a.raised_at, raised_at = :pressed, late = :late, version = a.version + 1
                         WHERE a.id = :id AND a.kind = 'fall' AND a.state NOT IN ('resolved', 'closed')
                           AND NOT EXISTS (SELECT FROM alert s WHERE s.wearer_id = a.wearer_id AND s.kind = 'sos'
                                              AND s.state NOT IN ('resolved', 'closed'))
                        RETURNING a.state
                        """)
                .bind("id", fall)
                .bind("pressed", pressedAt.atOffset(ZoneOffset.UTC))
                .bind("late", late)
                .mapTo(String.class)
                .findOne()
                .map(AlertState::of);
    }
}
