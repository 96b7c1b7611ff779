package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Plan.Signal;
import io.kanhu.alerting.day.Plan.Wearer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A case as the model has it. */
final class Case {
    final String name;
    final Wearer wearer;
    final Signal first;
    final List<Signal> presses = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();

    /** Nobody was called since it was opened, or opened again. */
    boolean raised = true;

    boolean calledOff;

    @Nullable
    String goer;

    boolean there;

    @Nullable
    Instant firstAnswer;

    @Nullable
    Instant arrived;

    @Nullable
    String outcome;

    boolean closed;
    int round;
    /** What is called next; past the last rung, the top again. */
    int rung;
    /** When its first rung was or would have been due. */
    Instant since;

    @Nullable
    Instant due;

    Case(String name, Wearer wearer, Signal first) {
        this.name = name;
        this.wearer = wearer;
        this.first = first;
        this.since = first.heard();
    }

    /** Somebody was called once by one means, and what became of it. */
    static final class Call {
        final Instant at;
        final int round;
        final String who;
        final String by;
        String state = "pending";
        int attempts;
        Instant nextAttempt;

        Call(Instant at, int round, String who, String by) {
            this.at = at;
            this.round = round;
            this.who = who;
            this.by = by;
            this.nextAttempt = at;
        }
    }

    boolean over() {
        return outcome != null;
    }

    boolean waits() {
        return goer == null && !over();
    }

    boolean anybodyCalled() {
        return !calls.isEmpty();
    }

    boolean wasCalled(String who) {
        return of(who).findAny().isPresent();
    }

    boolean hasSeen(String who) {
        return of(who).anyMatch(call -> call.state.equals("received"));
    }

    boolean cannot(String who) {
        return wasCalled(who) && of(who).allMatch(call -> call.state.equals("declined"));
    }

    Stream<Call> of(String who) {
        return calls.stream().filter(call -> call.who.equals(who));
    }

    void mark(Predicate<Call> which, String state) {
        calls.stream().filter(which).forEach(call -> call.state = state);
    }

    /** The word for how it stands. */
    String state() {
        return closed
                ? "closed"
                : over()
                        ? "resolved"
                        : there
                                ? "on_scene"
                                : goer != null
                                        ? "acknowledged"
                                        : calledOff ? "cancelled" : raised ? "raised" : "dispatched";
    }
}
