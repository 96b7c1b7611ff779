package io.kanhu.alerting.escalation;

import io.kanhu.alerting.escalation.Climbed.Call;
import io.kanhu.alerting.escalation.Climbed.Note;
import io.kanhu.alerting.ladder.Ladder;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.ladder.Rung;
import io.kanhu.alerting.ladder.Rung.Page;
import io.kanhu.alerting.ladder.Unless;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for one alert to which nobody has answered. Takes every rung that is due. A rung with nobody behind it is passed
 * at once, and those above come sooner by as much: an empty rung costs the wearer nothing.
 */
final class Climb {
    private final Position from;
    private final Instant now;
    private final Set<Means> means;
    private final Ladder ladder;
    private final boolean atTheTop;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final List<Note> notes = new ArrayList<>();
    private int rung;
    private Instant since;
    private boolean forSomebodyNew;

    /**
     * From a place on this ladder, or from its foot if it was not begun.
     *
     * @param means what people can be called by at the moment
     */
    Climb(Position from, Ladder ladder, Instant now, Set<Means> means) {
        this.from = from;
        this.ladder = ladder;
        this.now = now;
        this.means = means;
        Instant begun = from.since();
        this.rung = begun == null ? 0 : from.rung();
        this.since = begun == null ? now : begun;
        this.atTheTop = rung >= ladder.rungs().size();
    }

    /** As time goes by. */
    Climbed inTime() {
        if (atTheTop) {
            return repeat();
        }
        while (rung < ladder.rungs().size() && (forSomebodyNew || !due(rung).isAfter(now))) {
            takeOne();
        }
        if (rung < ladder.rungs().size()) {
            return climbed(due(rung));
        }
        notes.add(new Note(
                "top_of_ladder", "{\"repeatSeconds\":" + ladder.repeatEvery().toSeconds() + "}"));
        return climbed(now.plus(ladder.repeatEvery()));
    }

    /** Whoever was called can't: the next rung with somebody who was not called yet, now. */
    Climbed atOnce() {
        if (atTheTop) {
            // All have been called, and are again when it is time: not later because somebody says that they can't.
            Instant due = from.next();
            Instant again = now.plus(ladder.repeatEvery());
            return climbed(due == null || due.isAfter(again) ? again : due);
        }
        forSomebodyNew = true;
        since = now.minus(ladder.rungs().get(rung).after());
        return inTime();
    }

    /**
     * Nobody has answered, and the ladder is at its end: the highest rung that somebody is behind, again, and whoever has come on duty
     * below it since and was never called. If nobody was ever reached, the lowest.
     */
    Climbed repeat() {
        if (!repeat(person -> !person.declined())) {
            repeat(person -> true);
        }
        return climbed(rung < ladder.rungs().size() ? due(rung) : now.plus(ladder.repeatEvery()));
    }

    /** Nobody was reached so far: whoever has come on duty, at once; if nobody has, what was due stays so. */
    Climbed lookAgain() {
        Climbed climbed = repeat();
        return climbed.calls().isEmpty() ? climbed(from.next()) : climbed;
    }

    /** Somebody was asked by name and gets as much time as a repeat: only then the next rung comes. */
    Climbed yieldToTheNamed() {
        if (!atTheTop) {
            since = now.plus(ladder.repeatEvery())
                    .minus(ladder.rungs().get(rung).after());
        }
        return climbed(atTheTop ? now.plus(ladder.repeatEvery()) : due(rung));
    }

    private boolean repeat(Predicate<Person> wanted) {
        int size = ladder.rungs().size();
        for (int i = 0; i < size; i++) {
            int at = from.anybodyTold() ? size - 1 - i : i;
            List<Call> again = reached(at, wanted);
            if (!again.isEmpty()) {
                again.forEach(this::call);
                if (from.anybodyTold()) {
                    callTheNewBelow(at);
                }
                rung = from.anybodyTold() ? size : at + 1;
                since = now.minus(ladder.rungs().get(at).after());
                return true;
            }
        }
        return false;
    }

    private void callTheNewBelow(int top) {
        for (int at = 0; at < top; at++) {
            reached(at, person -> !person.told()).forEach(this::call);
        }
    }

    private void takeOne() {
        bringForward(rung);
        Rung step = ladder.rungs().get(rung);
        List<Call> named = named(rung);
        Predicate<Person> lacks = person -> step.unless() != Unless.RECEIVED || !person.received();
        Predicate<Person> wanted = lacks.and(person -> !person.declined() && !(forSomebodyNew && person.told()));
        List<Call> reached = reached(rung, wanted);
        if (!reached.isEmpty()) {
            reached.forEach(this::call);
            forSomebodyNew = false;
            rung++;
        } else if (!named.isEmpty() && named.stream().noneMatch(call -> lacks.test(call.person()))) {
            // Everybody has seen it: there is nothing to do, and no reason to hurry.
            rung++;
        } else {
            if (!forSomebodyNew || reached(rung, lacks).isEmpty()) {
                notes.add(new Note("nobody_reachable", why(step, named)));
            }
            rung++;
            bringForward(rung);
        }
    }

    /** Lets a rung be due now, unless it was before. */
    private void bringForward(int at) {
        if (at < ladder.rungs().size() && due(at).isAfter(now)) {
            since = now.minus(ladder.rungs().get(at).after());
        }
    }

    private Instant due(int at) {
        return since.plus(ladder.rungs().get(at).after());
    }

    private List<Call> named(int at) {
        return ladder.rungs().get(at).pages().stream()
                .flatMap(page -> from.people().stream()
                        .filter(person -> person.whom() == page.whom())
                        .map(person -> new Call(person, page.by(), at)))
                .toList();
    }

    private List<Call> reached(int at, Predicate<Person> wanted) {
        return named(at).stream()
                .filter(call -> call.person().isReachable(call.by(), means))
                .filter(call -> wanted.test(call.person()))
                .toList();
    }

    private void call(Call call) {
        calls.putIfAbsent(call.key(), call);
    }

    private String why(Rung step, List<Call> named) {
        String reason;
        if (step.pages().stream().map(Page::by).noneMatch(means::contains)) {
            reason = named.isEmpty() ? "nobody" : "channel";
        } else if (named.stream().noneMatch(call -> means.contains(call.by()))) {
            reason = "nobody";
        } else if (named.stream().allMatch(call -> call.person().declined())) {
            reason = "declined";
        } else {
            reason = "address";
        }
        String whom = step.pages().stream()
                .map(page -> "\"" + page.whom().code() + "\"")
                .distinct()
                .collect(Collectors.joining(","));
        String by = step.pages().stream()
                .map(page -> "\"" + page.by().code() + "\"")
                .distinct()
                .collect(Collectors.joining(","));
        return "{\"rung\":%d,\"whom\":[%s],\"channels\":[%s],\"why\":\"%s\"}".formatted(rung, whom, by, reason);
    }

    private Climbed climbed(@Nullable Instant next) {
        return new Climbed(from, List.copyOf(calls.values()), List.copyOf(notes), rung, since, next, atTheTop);
    }
}
