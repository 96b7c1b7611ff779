package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Crew.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The default ladder as the design has it, in words of its own: who is called when, for a case to which nobody has answered. Rungs with
 * nobody behind them are passed at once, and those above come sooner by as much.
 */
final class Rungs {
    private record Rung(int seconds, boolean onlyWhoHasNotSeenIt, List<String> pages) {}

    private static final List<Rung> LADDER = List.of(
            new Rung(0, false, List.of("on_duty app")),
            new Rung(30, true, List.of("on_duty sms")),
            new Rung(60, false, List.of("backup app", "backup voice", "on_duty voice")),
            new Rung(120, false, List.of("community_supervisor app", "community_supervisor voice")),
            new Rung(180, false, List.of("county_desk app", "county_desk voice", "family sms", "family voice")));
    private static final Duration AGAIN = Duration.ofSeconds(60);
    static final int TOP = LADDER.size();

    private final Crew crew;
    private final Case of;
    private final Instant now;
    private final int round;

    Rungs(Crew crew, Case of, Instant now) {
        this.crew = crew;
        this.of = of;
        this.now = now;
        this.round = of.round;
    }

    /** It begins, or begins once more. */
    void fromTheFoot() {
        of.rung = 0;
        of.since = now;
        asTimeGoesBy();
    }

    void asTimeGoesBy() {
        if (of.rung == TOP) {
            again();
            return;
        }
        while (of.rung < TOP && !dueOf(of.rung).isAfter(now)) {
            List<Member> named = named(of.rung);
            boolean quiet = LADDER.get(of.rung).onlyWhoHasNotSeenIt;
            boolean called = call(of.rung, who -> !of.cannot(who) && !(quiet && of.hasSeen(who)));
            boolean allSawIt = quiet
                    && !named.isEmpty()
                    && named.stream().allMatch(one -> of.hasSeen(one.person().code()));
            of.rung++;
            if (!called && !allSawIt && of.rung < TOP && dueOf(of.rung).isAfter(now)) {
                letBeDue(of.rung);
            }
        }
        finish();
    }

    /** Somebody can't: the next rung that reaches somebody who was not called yet, now. */
    void hurry() {
        if (of.rung == TOP) {
            // All were called, and are again when it is time.
            Instant soon = now.plus(AGAIN);
            of.due = of.due == null || of.due.isAfter(soon) ? soon : of.due;
            return;
        }
        boolean called = false;
        while (of.rung < TOP && !called) {
            letBeDue(of.rung);
            called = call(of.rung, who -> !of.wasCalled(who));
            of.rung++;
        }
        finish();
    }

    /** Pressed again while nobody was reached: perhaps somebody is there now. */
    void lookAgain() {
        Instant before = of.due;
        if (repeat()) {
            of.due = of.rung < TOP ? dueOf(of.rung) : now.plus(AGAIN);
        } else {
            of.due = before;
        }
    }

    private void again() {
        repeat();
        of.due = of.rung < TOP ? dueOf(of.rung) : now.plus(AGAIN);
    }

    /**
     * The highest rung that reaches somebody, and below it whoever has come on duty since; if nobody ever was reached, the lowest, and on
     * from there. Those who can't only if all can't.
     */
    private boolean repeat() {
        boolean known = of.anybodyCalled();
        Set<String> before = of.calls.stream().map(call -> call.who).collect(Collectors.toSet());
        List<Predicate<String>> rounds = List.of(who -> !of.cannot(who), who -> true);
        for (Predicate<String> wanted : rounds) {
            for (int i = 0; i < TOP; i++) {
                int at = known ? TOP - 1 - i : i;
                if (call(at, wanted)) {
                    for (int below = 0; known && below < at; below++) {
                        call(below, who -> !before.contains(who));
                    }
                    letBeDue(at);
                    of.rung = known ? TOP : at + 1;
                    return true;
                }
            }
        }
        return false;
    }

    private void finish() {
        of.due = of.rung < TOP ? dueOf(of.rung) : now.plus(AGAIN);
    }

    private Instant dueOf(int rung) {
        return of.since.plusSeconds(LADDER.get(rung).seconds);
    }

    private void letBeDue(int rung) {
        of.since = now.minusSeconds(LADDER.get(rung).seconds);
    }

    private List<Member> named(int rung) {
        List<Member> named = new ArrayList<>();
        for (String page : LADDER.get(rung).pages) {
            crew.of(of.wearer, now).stream()
                    .filter(one -> page.startsWith(one.whom() + " "))
                    .forEach(named::add);
        }
        return named;
    }

    private boolean call(int rung, Predicate<String> wanted) {
        List<String> before = new ArrayList<>();
        List<Member> there = crew.of(of.wearer, now);
        // First all are chosen, then called: being called by one means does not keep anybody from the other.
        for (String page : LADDER.get(rung).pages) {
            String whom = page.substring(0, page.indexOf(' '));
            String by = page.substring(page.indexOf(' ') + 1);
            there.stream()
                    .filter(one -> one.whom().equals(whom) && one.has(by))
                    .map(one -> one.person().code())
                    .filter(wanted)
                    .forEach(who -> before.add(who + " " + by));
        }
        before.forEach(one ->
                Model.call(of, now, round, one.substring(0, one.indexOf(' ')), one.substring(one.indexOf(' ') + 1)));
        return !before.isEmpty();
    }
}
