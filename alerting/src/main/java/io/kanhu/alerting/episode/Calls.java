package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Assistance;
import io.kanhu.alerting.escalation.Climber;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What people do about one another while an alert is open: hand it over, call somebody to help, urge whoever goes, call back
 * afterwards. Each is one transaction on the alert's row and a line in the case file. Blocks; call it on virtual threads.
 */
public final class Calls {
    private final Move move;
    private final Climber climber;
    private final Assistance assistance;

    /**
     * @param wake called after each commit; must not block
     */
    public Calls(Jdbi jdbi, Clock clock, Runnable wake, Climber climber, Assistance assistance) {
        this.move = new Move(jdbi, clock, wake);
        this.climber = climber;
        this.assistance = assistance;
    }

    /**
     * "I can't go." The next who was not called yet is called at once. Whoever goes already gives the case back; whoever was called
     * is called no more, unless nobody else is left.
     *
     * @throws IllegalMove if the actor is there already, or the case is over, or was not theirs to decline
     * @throws NotAllowed if somebody else goes
     */
    public AlertView decline(long id, Actor actor, String reason) {
        return move.on(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            Move.requireOpen(state);
            if (state == AlertState.ON_SCENE) {
                throw new IllegalMove("somebody is there already; call backup, or resolve it");
            }
            if (state == AlertState.ACKNOWLEDGED) {
                giveBack(handle, row, actor);
            } else if (actor.workerId() == null || !row.told().contains(actor.workerId())) {
                throw new IllegalMove("you were not called, so there is nothing to hand over");
            } else if (row.declined().contains(actor.workerId())) {
                return;
            }
            decline(handle, id, actor.workerId());
            count(handle, id);
            Events.addNote(handle, id, now, "declined", actor.name(), "reason", reason);
            climber.hurry(handle, id, now);
        });
    }

    /**
     * Somebody else shall come, too. Before anybody goes it is the next of the ladder; afterwards the grid's backups, or the nearest
     * supervisor or desk.
     *
     * @throws IllegalMove if there is nobody to call, or the case is over
     * @throws NotAllowed if it is neither the actor's case nor are alerts theirs to supervise
     */
    public AlertView backup(long id, Actor actor, @Nullable String note) {
        return move.on(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            Move.requireOpen(state);
            boolean told = actor.workerId() != null && row.told().contains(actor.workerId());
            boolean office = row.isOffices(actor.viewer());
            if (!state.waitsForAnswer() && !Move.isGoer(row, actor) && !office) {
                throw new NotAllowed(row.facts().acknowledgedBy() + " goes; the case is theirs");
            }
            if (state.waitsForAnswer() && !told && !office) {
                throw new NotAllowed("you were not called; say that you go, or leave it to those who were");
            }
            count(handle, id);
            Events.addNote(handle, id, now, "backup_called", actor.name(), "note", note);
            if (state.waitsForAnswer()) {
                climber.hurry(handle, id, now);
            } else if (!assistance.callBackup(handle, id, actor.workerId(), now)) {
                throw new IllegalMove(
                        "nobody can be called: no backup, supervisor or desk is on duty; dial 120 if it is urgent");
            }
        });
    }

    /**
     * A supervisor urges whoever goes.
     *
     * @throws IllegalMove if nobody goes, or whoever goes cannot be called
     * @throws NotAllowed if alerts are not the actor's to supervise
     */
    public AlertView supervise(long id, Actor actor, String note) {
        return move.on(id, actor, (handle, row, now) -> {
            if (!row.isOffices(actor.viewer())) {
                throw new NotAllowed("supervising is for supervisors and operators");
            }
            Move.requireOpen(row.facts().state());
            if (row.facts().state().waitsForAnswer()) {
                throw new IllegalMove("nobody goes yet, so there is nobody to urge; call backup instead");
            }
            count(handle, id);
            Events.addNote(handle, id, now, "supervised", actor.name(), "note", note);
            if (!assistance.remind(handle, id, now)) {
                throw new IllegalMove(
                        row.facts().acknowledgedBy() + " has neither the page nor a telephone here; call them by hand");
            }
        });
    }

    /**
     * The wearer was called back after the case.
     *
     * @throws IllegalMove if the case is not resolved, or the file is closed
     */
    public AlertView callBack(long id, Actor actor, String note) {
        return move.on(id, actor, (handle, row, now) -> {
            AlertState state = row.facts().state();
            if (state == AlertState.CLOSED) {
                throw new IllegalMove("the file is closed already; nothing can be added to it");
            }
            if (state != AlertState.RESOLVED) {
                throw new IllegalMove("it is " + state.code() + ": resolve it with an outcome before calling back");
            }
            handle.createUpdate("UPDATE alert SET called_back_at = :now, version = version + 1 WHERE id = :id")
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("id", id)
                    .execute();
            Events.addNote(handle, id, now, "called_back", actor.name(), "note", note);
        });
    }

    private static void giveBack(Handle handle, AlertRow row, Actor actor) {
        if (!Move.isGoer(row, actor)) {
            throw new NotAllowed(row.facts().acknowledgedBy() + " goes; the case is theirs");
        }
        handle.createUpdate("""
                        UPDATE alert SET state = CASE WHEN dispatched_at IS NULL THEN 'raised' ELSE 'dispatched' END,
                                         acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_actor = NULL
                         WHERE id = :id
                        """).bind("id", row.facts().id()).execute();
    }

    private static void decline(Handle handle, long id, @Nullable Long worker) {
        handle.createUpdate("UPDATE alert SET assigned_to = NULL WHERE id = :id AND assigned_to = :worker")
                .bind("id", id)
                .bind("worker", worker)
                .execute();
        handle.createUpdate("UPDATE notification SET state = 'declined' WHERE alert_id = :id AND worker_id = :worker")
                .bind("id", id)
                .bind("worker", worker)
                .execute();
    }

    private static void count(Handle handle, long id) {
        handle.createUpdate("UPDATE alert SET version = version + 1 WHERE id = :id")
                .bind("id", id)
                .execute();
    }
}
