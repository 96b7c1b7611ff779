package io.kanhu.alerting.escalation;

import io.kanhu.alerting.ladder.Means;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one climb has come to.
 *
 * @param rung that comes next
 * @param since when the delays count from; {@code null} if no ladder was begun
 * @param next when; {@code null} for never
 * @param again whether the top of the ladder was called once more
 */
record Climbed(
        Position from,
        List<Call> calls,
        List<Note> notes,
        int rung,
        @Nullable Instant since,
        @Nullable Instant next,
        boolean again) {

    /**
     * Somebody is called, once in a round by each means.
     *
     * @param rung that says so; {@link #NO_RUNG} for none
     */
    record Call(Person person, Means by, int rung) {
        static final int NO_RUNG = -1;

        /** Who by what. */
        String key() {
            return person.workerId() + " " + person.contactId() + " " + by.code();
        }
    }

    /**
     * A line for the case file.
     *
     * @param detail a JSON object
     */
    record Note(String kind, String detail) {}

    /** The same with a line before the others. */
    Climbed after(Note first) {
        List<Note> all = new ArrayList<>(List.of(first));
        all.addAll(notes);
        return new Climbed(from, calls, all, rung, since, next, again);
    }

    /** The same with these calls, too, but for those that are made already. */
    Climbed with(List<Call> more) {
        Map<String, Call> all = new LinkedHashMap<>();
        calls.forEach(call -> all.put(call.key(), call));
        more.forEach(call -> all.putIfAbsent(call.key(), call));
        return new Climbed(from, List.copyOf(all.values()), notes, rung, since, next, again);
    }

    /** The same without those calls, by their {@linkplain Call#key() keys}. */
    Climbed without(Set<String> made) {
        return new Climbed(
                from,
                calls.stream().filter(call -> !made.contains(call.key())).toList(),
                notes,
                rung,
                since,
                next,
                again);
    }

    /** Whether there is something to see. */
    boolean shows() {
        return !calls.isEmpty() || !notes.isEmpty();
    }
}
