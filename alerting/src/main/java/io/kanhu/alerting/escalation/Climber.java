package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Climbed.Call;
import io.kanhu.alerting.escalation.Climbed.Note;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.routing.Sighting;
import io.kanhu.alerting.routing.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Moves alerts up their ladders inside the caller's transaction, which holds the alerts' rows: who is called, what the case file
 * says and when the next step is due are committed together. Thread-safe; blocks.
 */
public final class Climber {
    /** Where there is no ladder: from one call of somebody who was asked by name to the next. */
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(15);

    private final Ladders ladders;
    private final Set<Means> means;
    private final EscalationFigures figures;
    private final Whereabouts whereabouts;

    /** Where no shapes are drawn: everybody counts as at home. */
    public Climber(Ladders ladders, Set<Means> means, EscalationFigures figures) {
        this(ladders, means, figures, Whereabouts.UNKNOWN);
    }

    /** @param means what people can be called by: what is not among them counts as nobody */
    public Climber(Ladders ladders, Set<Means> means, EscalationFigures figures, Whereabouts whereabouts) {
        this.ladders = ladders;
        this.means = Set.copyOf(means);
        this.figures = figures;
        this.whereabouts = whereabouts;
    }

    /** What tells which grid somebody is in. */
    public Whereabouts whereabouts() {
        return whereabouts;
    }

    /**
     * An alert that begins its ladder.
     *
     * @param why the first line in the case file says that it begins
     * @param detail of that line, a JSON object
     */
    public record Beginning(long alertId, String why, String detail) {}

    /**
     * Chooses the ladder that holds for an alert now and takes what is due at once. The caller has counted the change.
     *
     * @param why the first line in the case file says that it begins
     * @param detail of that line, a JSON object
     */
    public void begin(Handle handle, long alertId, Instant now, String why, String detail) {
        begin(handle, List.of(new Beginning(alertId, why, detail)), now);
    }

    /** The same for several alerts, each named once. */
    public void begin(Handle handle, List<Beginning> beginnings, Instant now) {
        Map<Long, Beginning> all =
                beginnings.stream().collect(Collectors.toMap(Beginning::alertId, beginning -> beginning));
        List<Climbed> begun = new ArrayList<>();
        for (Position position : Position.atTheFoot(handle, List.copyOf(all.keySet()), now)) {
            begun.add(begun(handle, position, Objects.requireNonNull(all.get(position.alertId())), now));
        }
        write(handle, begun, now, false);
    }

    /**
     * The same for a case that is not written yet, which whoever writes it writes too. Writes nothing.
     *
     * @param foot where the case that begins will stand
     */
    public Start start(Handle handle, Foot foot, Beginning beginning, Instant now) {
        return new Start(begun(handle, foot.position(), beginning, now), now);
    }

    /** It is written and committed. Does not block. */
    public void isWritten(Start start) {
        figures.climbed(start.climbed());
    }

    private Climbed begun(Handle handle, Position position, Beginning beginning, Instant now) {
        return climbed(handle, position, now, Climb::inTime).after(new Note(beginning.why(), beginning.detail()));
    }

    /**
     * Goes on from where an alert has come to while the database was away. The caller has counted the change.
     *
     * @param begins whether the alert was on no ladder before that; otherwise it keeps its own place
     */
    public void takeOver(Handle handle, long alertId, Handover handover, boolean begins) {
        handover.write(handle, alertId, begins);
    }

    /**
     * A case has become one of another kind: it goes over to the ladder that holds for it now, as if it had been on that from its
     * beginning. Whoever was called already is not called again by the same means. The caller has counted the change.
     *
     * @param why the line in the case file that says so
     * @param detail of that line, a JSON object
     */
    public void join(Handle handle, long alertId, Instant now, String why, String detail) {
        Instant since = Position.of(handle, List.of(alertId), now).getFirst().since();
        Set<String> called = Outbox.called(handle, alertId);
        List<Climbed> joined = new ArrayList<>();
        for (Position position : Position.atTheFoot(handle, List.of(alertId), now)) {
            joined.add(climbed(handle, position.since(since), now, Climb::inTime)
                    .without(called)
                    .after(new Note(why, detail)));
        }
        write(handle, joined, now, false);
    }

    /** Nobody was reached so far: looks whether somebody has come on duty. The caller has counted the change. */
    public void lookAgain(Handle handle, long alertId, Instant now) {
        climb(handle, List.of(alertId), now, false, Climb::lookAgain);
    }

    /** Somebody can't go: the next who was not called yet, at once. The caller has counted the change. */
    public void hurry(Handle handle, long alertId, Instant now) {
        climb(handle, List.of(alertId), now, false, Climb::atOnce);
    }

    /**
     * Somebody is asked by name, whom the alert's row names: they are called by all means at once, and again with each step of the
     * ladder until somebody answers. The ladder waits for as long as one of its repeats, then goes on. The caller has counted the
     * change.
     */
    public void ask(Handle handle, long alertId, Instant now) {
        climb(handle, List.of(alertId), now, false, Climb::yieldToTheNamed);
    }

    /** Whether there is a way to call a worker by their name. */
    public boolean canCall(Handle handle, long worker) {
        return !byName(handle, worker).isEmpty();
    }

    /** What is due of these, to which nobody has answered. */
    void due(Handle handle, List<Long> alerts, Instant now) {
        climb(handle, alerts, now, true, Climb::inTime);
    }

    private void climb(
            Handle handle, List<Long> alerts, Instant now, boolean countsAsChange, Function<Climb, Climbed> how) {
        List<Climbed> climbs = new ArrayList<>();
        for (Position position : whereTheyAre(handle, alerts, now)) {
            climbs.add(climbed(handle, position, now, how));
        }
        write(handle, climbs, now, countsAsChange);
    }

    /** Looks again only if a wearer has gone to another place since. */
    private List<Position> whereTheyAre(Handle handle, List<Long> alerts, Instant now) {
        List<Position> positions = Position.of(handle, alerts, now);
        List<Moved> moved = positions.stream()
                .flatMap(position -> moved(position, now).stream())
                .toList();
        if (moved.isEmpty()) {
            return positions;
        }
        Moved.write(handle, moved, now);
        return Position.of(handle, alerts, now);
    }

    private Optional<Moved> moved(Position position, Instant now) {
        Sighting seen = position.seen();
        return seen == null
                ? Optional.empty()
                : whereabouts
                        .of(seen, now)
                        .map(spot -> new Moved(position.alertId(), seen, spot))
                        .filter(moved -> moved.isNewTo(position));
    }

    private void write(Handle handle, List<Climbed> climbs, Instant now, boolean countsAsChange) {
        Outbox.write(handle, climbs, now, countsAsChange);
        climbs.forEach(figures::climbed);
    }

    /** If there is no ladder for such an alert it waits in its list. */
    private Climbed climbed(Handle handle, Position position, Instant now, Function<Climb, Climbed> how) {
        Long ladder = position.ladderId();
        Climbed climbed = ladder == null
                ? position.calling(List.of(), List.of(), position.assigned() == null ? null : now.plus(ASKED_AGAIN))
                : how.apply(new Climb(position, ladders.get(handle, ladder), now, means));
        Long assigned = position.assigned();
        return assigned == null ? climbed : climbed.with(byName(handle, assigned));
    }

    private List<Call> byName(Handle handle, long worker) {
        return People.worker(handle, worker).byAllMeans(means);
    }
}
