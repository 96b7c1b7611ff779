package io.kanhu.alerting.episode;

import io.kanhu.protocol.Command;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What people do with an alert. Each move is one transaction on the alert's row: checked, made, written into the case file.
 * Repeating one's own move answers the same and changes nothing, so a page may retry. Blocks; call it on virtual threads.
 */
public final class Moves {
    private final Jdbi jdbi;
    private final Clock clock;
    private final Runnable wake;
    private final AnswerTimes times;

    /**
     * @param wake called after each commit; must not block
     */
    public Moves(Jdbi jdbi, Clock clock, Runnable wake, AnswerTimes times) {
        this.times = times;
        this.jdbi = jdbi;
        this.clock = clock;
        this.wake = wake;
    }

    /**
     * "I'll go." The band is told that help is coming.
     *
     * @throws IllegalMove if somebody else goes already, or the case is over
     * @throws NoSuchAlert if it does not exist or is none of the actor's
     */
    public AlertView acknowledge(long id, Actor actor) {
        return move(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            if (state.waitsForAnswer()) {
                handle.createUpdate("""
                                UPDATE alert SET state = 'acknowledged', acknowledged_at = :now, acknowledged_by = :worker,
                                                 acknowledged_actor = :actor, next_action_at = NULL, version = version + 1
                                 WHERE id = :id
                                """)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("worker", actor.workerId())
                        .bind("actor", actor.name())
                        .bind("id", id)
                        .execute();
                Events.add(handle, id, now, "acknowledged", actor.name(), "{}");
                tellTheBand(handle, row.facts(), now);
                times.answered(Duration.between(row.facts().receivedAt(), now));
                return;
            }
            if (!over(state) && isGoer(row, actor)) {
                return;
            }
            throw new IllegalMove(over(state) ? ended(state) : row.facts().acknowledgedBy() + " already goes");
        });
    }

    /**
     * "I am there."
     *
     * @param place where the actor's phone is, {@code null} if it does not say
     * @throws IllegalMove if nobody acknowledged yet, or the case is over
     * @throws NotAllowed if somebody else goes
     */
    public AlertView arrive(long id, Actor actor, @Nullable Place place) {
        return move(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            requireGoer(row, actor, state);
            if (state == AlertState.ON_SCENE) {
                return;
            }
            update(handle, id, "state = 'on_scene', on_scene_at = :now", now);
            Events.add(
                    handle,
                    id,
                    now,
                    "arrived",
                    actor.name(),
                    place == null
                            ? "{}"
                            : "{\"latitude\":%s,\"longitude\":%s}".formatted(place.latitude(), place.longitude()));
        });
    }

    /**
     * How it ended.
     *
     * @throws IllegalMove if nobody acknowledged yet, or it is resolved with another outcome
     * @throws NotAllowed if somebody else goes
     */
    public AlertView resolve(long id, Actor actor, Outcome outcome, @Nullable String note) {
        return move(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            if (over(state) && outcome == row.facts().outcome()) {
                return;
            }
            requireGoer(row, actor, state);
            handle.createUpdate("""
                            UPDATE alert SET state = 'resolved', resolved_at = :now, outcome = :outcome, outcome_note = :note,
                                             next_action_at = NULL, version = version + 1
                             WHERE id = :id
                            """)
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("outcome", outcome.code())
                    .bind("note", note)
                    .bind("id", id)
                    .execute();
            Events.add(handle, id, now, "resolved", actor.name(), "{\"outcome\":\"" + outcome.code() + "\"}");
        });
    }

    /**
     * The file is complete.
     *
     * @throws IllegalMove if it has no outcome yet
     */
    public AlertView close(long id, Actor actor) {
        return move(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            if (state == AlertState.CLOSED) {
                return;
            }
            if (state != AlertState.RESOLVED) {
                throw new IllegalMove("it is " + state.code() + ": resolve it with an outcome before closing it");
            }
            update(handle, id, "state = 'closed', closed_at = :now", now);
            Events.add(handle, id, now, "closed", actor.name(), "{}");
        });
    }

    @FunctionalInterface
    private interface Step {
        void take(Handle handle, AlertRow row, Instant now);
    }

    private AlertView move(long id, Actor actor, Step step) {
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

    private static void update(Handle handle, long id, String set, Instant now) {
        handle.createUpdate("UPDATE alert SET " + set + ", version = version + 1 WHERE id = :id")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("id", id)
                .execute();
    }

    private static void requireGoer(AlertRow row, Actor actor, AlertState state) {
        if (over(state)) {
            throw new IllegalMove(ended(state));
        }
        if (state.waitsForAnswer()) {
            throw new IllegalMove("nobody has said that they go; acknowledge it first");
        }
        if (!isGoer(row, actor) && !actor.everywhere()) {
            throw new NotAllowed(row.facts().acknowledgedBy() + " goes; the case is theirs");
        }
    }

    private static boolean isGoer(AlertRow row, Actor actor) {
        return actor.workerId() == null
                ? row.acknowledgedById() == null
                        && actor.name().equals(row.facts().acknowledgedBy())
                : actor.workerId().equals(row.acknowledgedById());
    }

    private static boolean over(AlertState state) {
        return state == AlertState.RESOLVED || state == AlertState.CLOSED;
    }

    private static String ended(AlertState state) {
        return "the case is " + state.code() + " already";
    }

    private static void tellTheBand(Handle handle, AlertView alert, Instant now) {
        Command.Notice notice = new Command.Notice("alert-" + alert.id(), "已有人接单，正在赶来，请安心等待。", "zh", alert.id());
        handle.createUpdate("""
                        INSERT INTO notification (alert_id, step, channel, band, body, created_at, next_attempt_at)
                        VALUES (:alert, (SELECT step FROM alert WHERE id = :alert), 'band', :band, :body::json, :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("alert", alert.id())
                .bind("band", alert.band())
                .bind("body", new String(notice.toJson(), StandardCharsets.UTF_8))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }
}
