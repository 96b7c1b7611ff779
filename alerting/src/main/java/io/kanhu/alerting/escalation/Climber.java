package io.kanhu.alerting.escalation;

import io.kanhu.alerting.ladder.Ladder;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Moves alerts up their ladders inside the caller's transaction, which holds the alerts' rows: who is called, what the case file
 * says and when the next step is due are committed together. Thread-safe; blocks.
 */
public final class Climber {
    private final Ladders ladders;
    private final Set<Means> means;
    private final EscalationFigures figures;

    /** @param means what people can be called by: what is not among them counts as nobody */
    public Climber(Ladders ladders, Set<Means> means, EscalationFigures figures) {
        this.ladders = ladders;
        this.means = Set.copyOf(means);
        this.figures = figures;
    }

    /** Chooses the alert's ladder and takes what is due at once. The caller has counted the change. */
    public void begin(Handle handle, long alertId, Instant now) {
        handle.createUpdate("UPDATE alert SET ladder_id = NULL WHERE id = :id")
                .bind("id", alertId)
                .execute();
        climb(handle, List.of(alertId), now, false, Climb::inTime);
    }

    /** Nobody was reached so far: looks whether somebody has come on duty. The caller has counted the change. */
    public void lookAgain(Handle handle, long alertId, Instant now) {
        climb(handle, List.of(alertId), now, false, Climb::lookAgain);
    }

    /** Somebody can't go: the next who was not called yet, at once. The caller has counted the change. */
    public void hurry(Handle handle, long alertId, Instant now) {
        climb(handle, List.of(alertId), now, false, Climb::atOnce);
    }

    /** What is due of these, to which nobody has answered. */
    void due(Handle handle, List<Long> alerts, Instant now) {
        climb(handle, alerts, now, true, Climb::inTime);
    }

    private void climb(
            Handle handle, List<Long> alerts, Instant now, boolean countsAsChange, Function<Climb, Climbed> how) {
        List<Climbed> climbs = new ArrayList<>();
        for (Position position : Position.of(handle, alerts, now)) {
            ladderOf(handle, position)
                    .ifPresentOrElse(
                            ladder -> climbs.add(how.apply(new Climb(position, ladder, now, means))),
                            () -> stop(handle, position.alertId()));
        }
        Outbox.write(handle, climbs, now, countsAsChange);
        climbs.forEach(figures::climbed);
    }

    private Optional<Ladder> ladderOf(Handle handle, Position position) {
        Long ladder = position.ladderId();
        return ladder == null ? ladders.choose(handle, position.alertId()) : Optional.of(ladders.get(handle, ladder));
    }

    /** There is no ladder for such an alert: it waits in its list. */
    private static void stop(Handle handle, long alertId) {
        handle.createUpdate("UPDATE alert SET next_action_at = NULL WHERE id = :id")
                .bind("id", alertId)
                .execute();
    }
}
