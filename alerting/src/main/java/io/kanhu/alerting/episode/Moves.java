package io.kanhu.alerting.episode;

import io.kanhu.alerting.pushing.Recalls;
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
    private final Move move;
    private final AnswerTimes times;

    /**
     * @param wake called after each commit; must not block
     */
    public Moves(Jdbi jdbi, Clock clock, Runnable wake, AnswerTimes times) {
        this.times = times;
        this.move = new Move(jdbi, clock, wake);
    }

    /**
     * "I'll go." The band is told that help is coming.
     *
     * @throws IllegalMove if somebody else goes already, or the case is over
     * @throws NoSuchAlert if it does not exist or is none of the actor's
     */
    public AlertView acknowledge(long id, Actor actor) {
        return move.on(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            if (state.waitsForAnswer()) {
                answered(handle, id, actor.name(), actor.workerId(), row.facts().band(), now);
                if (!row.synthetic()) {
                    times.answered(Duration.between(row.facts().receivedAt(), now));
                }
                return;
            }
            if (!Move.over(state) && Move.isGoer(row, actor)) {
                return;
            }
            throw new IllegalMove(
                    Move.over(state) ? Move.ended(state) : row.facts().acknowledgedBy() + " already goes");
        });
    }

    /** Somebody goes, since then; the caller holds the row of an alert that waits for an answer. A worker who is gone is a name. */
    static void answered(Handle handle, long id, String name, @Nullable Long worker, String band, Instant since) {
        handle.createUpdate("""
                        UPDATE alert SET state = 'acknowledged', acknowledged_at = :since, acknowledged_actor = :actor,
                                         acknowledged_by = (SELECT id FROM worker WHERE id = :worker), assigned_to = NULL,
                                         version = version + 1,
                                         next_action_at = :since + make_interval(secs =>
                                           (SELECT silent_seconds FROM ladder WHERE id = alert.ladder_id))
                         WHERE id = :id
                        """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .bind("worker", worker)
                .bind("actor", name)
                .bind("id", id)
                .execute();
        Events.add(handle, id, since, "acknowledged", name, "{}");
        withdrawPages(handle, id, since);
        tellTheBand(handle, id, band, since);
    }

    /**
     * "I am there."
     *
     * @param place where the actor's phone is, {@code null} if it does not say
     * @throws IllegalMove if nobody acknowledged yet, or the case is over
     * @throws NotAllowed if somebody else goes
     */
    public AlertView arrive(long id, Actor actor, @Nullable Place place) {
        return move.on(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            requireGoer(row, actor, state);
            if (state == AlertState.ON_SCENE) {
                return;
            }
            update(handle, id, "state = 'on_scene', on_scene_at = :now, next_action_at = NULL", now);
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
        return move.on(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            if (Move.over(state) && outcome == row.facts().outcome()) {
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
            withdrawPages(handle, id, now);
            Events.add(handle, id, now, "resolved", actor.name(), "{\"outcome\":\"" + outcome.code() + "\"}");
        });
    }

    /**
     * The file is complete.
     *
     * @throws IllegalMove if it has no outcome yet
     */
    public AlertView close(long id, Actor actor) {
        return move.on(id, actor, (handle, row, now) -> {
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

    private static void update(Handle handle, long id, String set, Instant now) {
        handle.createUpdate("UPDATE alert SET " + set + ", version = version + 1 WHERE id = :id")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("id", id)
                .execute();
    }

    private static void requireGoer(AlertRow row, Actor actor, AlertState state) {
        if (Move.over(state)) {
            throw new IllegalMove(Move.ended(state));
        }
        if (state.waitsForAnswer()) {
            throw new IllegalMove("nobody has said that they go; acknowledge it first");
        }
        if (!Move.isGoer(row, actor) && !row.isOffices(actor.viewer())) {
            throw new NotAllowed(row.facts().acknowledgedBy() + " goes; the case is theirs");
        }
    }

    /** Whoever has not seen or heard it yet need not, and who has is told. */
    private static void withdrawPages(Handle handle, long id, Instant now) {
        handle.createUpdate("""
                        UPDATE notification SET state = 'withdrawn'
                         WHERE alert_id = :id AND state = 'pending' AND band IS NULL
                        """).bind("id", id).execute();
        Recalls.order(handle, id, now);
    }

    private static void tellTheBand(Handle handle, long alertId, String band, Instant now) {
        Command.Notice notice = new Command.Notice("alert-" + alertId, "已有人接单，正在赶来，请安心等待。", "zh", alertId);
        handle.createUpdate("""
                        INSERT INTO notification (alert_id, step, channel, band, body, created_at, next_attempt_at)
                        VALUES (:alert, (SELECT step FROM alert WHERE id = :alert), 'band', :band, :body::json, :now, :now)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("alert", alertId)
                .bind("band", band)
                .bind("body", new String(notice.toJson(), StandardCharsets.UTF_8))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }
}
