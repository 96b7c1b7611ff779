package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Climbed.Call;
import io.kanhu.alerting.escalation.Climbed.Note;
import io.kanhu.alerting.ladder.Ladder;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.ladder.Whom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Calls beside the ladder: whoever goes is asked, others are called to help. Inside the caller's transaction, which holds the alerts'
 * rows. Thread-safe; blocks.
 */
public final class Assistance {
    private final Ladders ladders;
    private final Set<Means> means;
    private final EscalationFigures figures;

    /** @param means what people can be called by */
    public Assistance(Ladders ladders, Set<Means> means, EscalationFigures figures) {
        this.ladders = ladders;
        this.means = Set.copyOf(means);
        this.figures = figures;
    }

    /** Somebody goes and nothing was heard of them for too long: they are called again, and the nearest supervisor. */
    void askTheSilent(Handle handle, List<Long> alerts, Instant now) {
        List<Climbed> asked = new ArrayList<>();
        for (Position position : Position.of(handle, alerts, now)) {
            Ladder ladder = position.ladderId() == null ? null : ladders.get(handle, position.ladderId());
            if (ladder == null) {
                asked.add(position.calling(List.of(), List.of(), null));
                continue;
            }
            List<Call> calls = new ArrayList<>(goer(handle, position));
            calls.addAll(nearest(position, person -> person.whom().supervises()));
            Note note = new Note(
                    "went_silent", "{\"seconds\":" + ladder.silentAfter().toSeconds() + "}");
            asked.add(position.calling(calls, List.of(note), now.plus(ladder.silentAfter())));
            figures.silent();
        }
        Outbox.write(handle, asked, now, true);
    }

    /** Calls whoever goes. Returns whether there is a way to. Counts no change. */
    public boolean remind(Handle handle, long alertId, Instant now) {
        return call(handle, alertId, now, position -> goer(handle, position));
    }

    /**
     * Calls the backups of the alert's grid, or the nearest supervisor or desk if there are none. Returns whether there is anybody.
     * Counts no change.
     *
     * @param caller who is not called themselves, {@code null} for none
     */
    public boolean callBackup(Handle handle, long alertId, @Nullable Long caller, Instant now) {
        return call(handle, alertId, now, position -> backups(position, caller));
    }

    private boolean call(Handle handle, long alertId, Instant now, Function<Position, List<Call>> whom) {
        List<Climbed> called = Position.of(handle, List.of(alertId), now).stream()
                .map(position -> position.calling(whom.apply(position), List.of(), position.next()))
                .filter(climbed -> !climbed.calls().isEmpty())
                .toList();
        Outbox.write(handle, called, now, false);
        return !called.isEmpty();
    }

    private List<Call> backups(Position position, @Nullable Long caller) {
        Predicate<Person> other = person -> person.workerId() != null
                && !person.workerId().equals(caller)
                && !person.workerId().equals(position.goer());
        List<Call> backups = calls(position, other.and(person -> person.whom() == Whom.BACKUP));
        if (!backups.isEmpty()) {
            return backups;
        }
        return nearest(
                position,
                other.and(person -> person.whom().supervises() || person.whom().isDesk()));
    }

    /** Those of the lowest level that has any. */
    private List<Call> nearest(Position position, Predicate<Person> wanted) {
        Optional<Whom> level = position.people().stream()
                .filter(wanted)
                .filter(this::canBeCalled)
                .map(Person::whom)
                .findFirst();
        return level.map(whom -> calls(position, wanted.and(person -> person.whom() == whom)))
                .orElse(List.of());
    }

    private List<Call> calls(Position position, Predicate<Person> wanted) {
        return position.people().stream()
                .filter(wanted)
                .flatMap(person -> person.byAllMeans(means).stream())
                .toList();
    }

    private boolean canBeCalled(Person person) {
        return !person.byAllMeans(means).isEmpty();
    }

    private List<Call> goer(Handle handle, Position position) {
        Long goer = position.goer();
        return goer == null ? List.of() : People.worker(handle, goer).byAllMeans(means);
    }
}
