package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.message.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about a case at a desk: who goes, and what those on it should know. Each is one transaction on the alert's row and a
 * line in the case file. Blocks; call it on virtual threads.
 */
public final class Dispatch {
    private final Move move;
    private final Climber climber;
    private final Messages messages;
    private final AnswerTimes times;

    /**
     * @param wake called after each commit; must not block
     */
    public Dispatch(Jdbi jdbi, Clock clock, Runnable wake, Climber climber, Messages messages, AnswerTimes times) {
        this.move = new Move(jdbi, clock, () -> {
            wake.run();
            messages.wake();
        });
        this.climber = climber;
        this.messages = messages;
        this.times = times;
    }

    /**
     * Asks a worker by name to go, in the place of whoever goes or was called. They are called by all means at once, and again with each
     * step of the ladder, until somebody answers; the ladder goes on above them, so that nobody is left to one person alone. Whoever
     * went before is told. Asking the same worker again changes nothing.
     *
     * @param note why; {@code null} for nothing
     * @throws IllegalMove if somebody is there, the case is over, that worker goes already, or cannot be called
     * @throws NotAllowed if alerts are not the actor's to supervise
     */
    public AlertView reassign(long id, Actor actor, long workerId, @Nullable String note) {
        return move.on(id, actor, (handle, row, now) -> {
            requireDesk(actor);
            requireNobodyThere(row);
            String name = nameOf(handle, workerId);
            if (Long.valueOf(workerId).equals(row.acknowledgedById())) {
                throw new IllegalMove(name + " goes already");
            }
            if (isAsked(handle, id, workerId)) {
                return;
            }
            if (!climber.canCall(handle, workerId)) {
                throw new IllegalMove(
                        name + " has neither the page nor an address here: choose somebody else, or call them by hand");
            }
            ask(handle, id, workerId, now);
            Events.addChange(
                    handle, id, now, "reassigned", actor.name(), row.facts().acknowledgedBy(), name, note);
            tellWhoWent(handle, row, actor, name, note, now);
            climber.ask(handle, id, now);
        });
    }

    /**
     * "I'll go", said at a desk, also where somebody else goes already, who is told.
     *
     * @throws IllegalMove if somebody is there, or the case is over
     * @throws NotAllowed if alerts are not the actor's to supervise
     */
    public AlertView takeOver(long id, Actor actor, @Nullable String note) {
        return move.on(id, actor, (handle, row, now) -> {
            requireDesk(actor);
            requireNobodyThere(row);
            boolean waits = row.facts().state().waitsForAnswer();
            if (!waits && Move.isGoer(row, actor)) {
                return;
            }
            if (!waits) {
                Events.addChange(
                        handle, id, now, "taken_over", actor.name(), row.facts().acknowledgedBy(), actor.name(), note);
                tellWhoWent(handle, row, actor, actor.name(), note, now);
            } else if (!row.synthetic()) {
                times.answered(Duration.between(row.facts().receivedAt(), now));
            }
            Moves.answered(
                    handle, id, actor.name(), actor.workerId(), row.facts().band(), now);
        });
    }

    /**
     * Writes something into the case file, for all who are on it.
     *
     * @throws IllegalMove if the file is closed
     */
    public AlertView comment(long id, Actor actor, String text) {
        return move.on(id, actor, (handle, row, now) -> {
            if (row.facts().state() == AlertState.CLOSED) {
                throw new IllegalMove("the file is closed already; nothing can be added to it");
            }
            handle.createUpdate("UPDATE alert SET version = version + 1 WHERE id = :id")
                    .bind("id", id)
                    .execute();
            Events.addNote(handle, id, now, "commented", actor.name(), "note", text);
        });
    }

    private static void requireDesk(Actor actor) {
        if (!actor.everywhere()) {
            throw new NotAllowed("cases are given to others by supervisors and operators; call backup instead");
        }
    }

    private static void requireNobodyThere(AlertRow row) {
        Move.requireOpen(row.facts().state());
        if (row.facts().state() == AlertState.ON_SCENE) {
            throw new IllegalMove(
                    row.facts().acknowledgedBy() + " is there already; call backup, or let them resolve it");
        }
    }

    private static String nameOf(Handle handle, long workerId) {
        return handle.createQuery("SELECT name FROM worker WHERE id = :id")
                .bind("id", workerId)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new IllegalMove("there is no worker " + workerId + "; choose one of the list"));
    }

    private static boolean isAsked(Handle handle, long id, long workerId) {
        return handle.createQuery("SELECT assigned_to IS NOT DISTINCT FROM :worker FROM alert WHERE id = :id")
                .bind("worker", workerId)
                .bind("id", id)
                .mapTo(boolean.class)
                .one();
    }

    private static void ask(Handle handle, long id, long workerId, Instant now) {
        handle.createUpdate("""
                        UPDATE alert SET assigned_to = :worker, assigned_at = :now, version = version + 1,
                                         state = CASE WHEN state = 'acknowledged' THEN 'dispatched' ELSE state END,
                                         acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_actor = NULL
                         WHERE id = :id
                        """)
                .bind("worker", workerId)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("id", id)
                .execute();
        handle.createUpdate("""
                        UPDATE notification SET state = 'withdrawn'
                         WHERE alert_id = :id AND state = 'pending' AND band IS NULL
                        """).bind("id", id).execute();
    }

    private void tellWhoWent(Handle handle, AlertRow row, Actor actor, String to, @Nullable String note, Instant now) {
        Long before = row.acknowledgedById();
        if (before == null || before.equals(actor.workerId())) {
            return;
        }
        String who =
                row.facts().wearer() == null ? row.facts().band() : row.facts().wearer();
        String why = note == null ? "" : "（" + note + "）";
        messages.tell(
                handle,
                before,
                "编号%d（%s）已转给%s，您不用再去%s。".formatted(row.facts().id(), who, to, why),
                "Case %d (%s) is now %s's; you need not go%s."
                        .formatted(row.facts().id(), who, to, note == null ? "" : ": " + note),
                actor.name(),
                now);
    }
}
