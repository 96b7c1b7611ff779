package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Case.Call;
import io.kanhu.alerting.day.Crew.Member;
import io.kanhu.alerting.day.Plan.Role;
import io.kanhu.alerting.day.Plan.Signal;
import io.kanhu.alerting.day.Plan.What;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What should happen in a day, as the design says it. It knows the plan and nothing of Kanhu's code or database. */
final class Model implements Engine {
    private static final Duration SILENT = Duration.ofMinutes(15);
    private static final List<String> ALL_MEANS = List.of("app", "sms", "voice");

    private final Plan plan;
    private final Crew crew;
    private final Habits endings;
    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Map<String, Case> open = new HashMap<>();
    private final Map<String, Case> ofPress = new HashMap<>();
    private final Set<String> calledOff = new HashSet<>();
    private final List<Page> reached = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    Model(Plan plan) {
        this.plan = plan;
        this.crew = new Crew(plan);
        this.endings = new Habits(plan);
    }

    /** All cases, in the order in which they were opened. */
    List<Case> cases() {
        return List.copyOf(cases.values());
    }

    @Override
    public void now(Instant at) {
        now = at;
    }

    @Override
    public @Nullable Instant nextDue() {
        Instant next = null;
        for (Case one : cases.values()) {
            if (one.due != null && (next == null || one.due.isBefore(next))) {
                next = one.due;
            }
            for (Call call : one.calls) {
                if (isWaiting(call) && (next == null || call.nextAttempt.isBefore(next))) {
                    next = call.nextAttempt;
                }
            }
        }
        return next;
    }

    @Override
    public void hear(Signal signal) {
        if (signal.what() == What.CALLED_OFF) {
            callOff(signal);
            return;
        }
        if (signal.what() == What.PRESS && ofPress.containsKey(signal.id())) {
            return;
        }
        String kind = signal.what() == What.PRESS ? "sos" : signal.what().name().toLowerCase(Locale.ROOT);
        String who = signal.wearer() + " " + kind;
        Case one = open.get(who);
        boolean isNew = one == null || one.over();
        if (one == null || one.over()) {
            long before = cases.values().stream()
                    .filter(other -> other.name.startsWith(who + " "))
                    .count();
            one = new Case(who + " " + (before + 1), plan.wearer(signal.wearer()), signal);
            cases.put(one.name, one);
            open.put(who, one);
        }
        one.presses.add(signal);
        ofPress.put(signal.id(), one);
        if (isNew) {
            climb(one).fromTheFoot();
        } else if (one.waits() && one.calledOff) {
            one.calledOff = false;
            one.raised = true;
            climb(one).fromTheFoot();
        } else if (one.waits() && one.raised) {
            climb(one).lookAgain();
        }
        settle(one);
    }

    private void callOff(Signal signal) {
        Case one = ofPress.get(signal.id());
        if (one != null && calledOff.add(signal.id()) && one.waits()) {
            one.calledOff |= one.presses.stream().noneMatch(press -> press.at().isAfter(signal.at()));
        }
    }

    @Override
    public boolean does(Act act) {
        Case one = cases.get(act.of());
        if (one == null) {
            throw new IllegalStateException("no case " + act.of());
        }
        String who = act.worker();
        boolean goes = who.equals(one.goer) && !one.over();
        boolean accepted = switch (act.doing()) {
            case SEES -> sees(one, who);
            case ANSWERS -> goes || answers(one, who);
            case CANT -> cannot(one, who);
            case ARRIVES -> goes && arrives(one);
            case WANTS_HELP -> goes && callBackup(one, who);
            case RESOLVES -> goes && resolves(one);
            case CALLS_BACK -> one.over() && !one.closed;
            case CLOSES -> one.over();
        };
        if (act.doing() == Act.Doing.CLOSES && accepted) {
            one.closed = true;
        }
        settle(one);
        return accepted;
    }

    private static boolean sees(Case one, String who) {
        one.mark(call -> call.who.equals(who) && call.by.equals("app") && !call.state.equals("declined"), "received");
        return true;
    }

    private boolean answers(Case one, String who) {
        if (!one.waits()) {
            return false;
        }
        one.goer = who;
        one.firstAnswer = one.firstAnswer == null ? now : one.firstAnswer;
        one.due = now.plus(SILENT);
        one.mark(call -> call.state.equals("pending"), "withdrawn");
        return true;
    }

    private boolean cannot(Case one, String who) {
        if (one.over() || one.there) {
            return false;
        }
        if (one.goer != null) {
            if (!one.goer.equals(who)) {
                return false;
            }
            one.goer = null;
            one.calledOff = false;
            one.raised = false;
        } else if (one.cannot(who)) {
            return true;
        }
        one.mark(call -> call.who.equals(who), "declined");
        climb(one).hurry();
        return true;
    }

    private boolean arrives(Case one) {
        one.there = true;
        one.arrived = now;
        one.due = null;
        return true;
    }

    private boolean resolves(Case one) {
        one.outcome = endings.outcome(one.name);
        one.due = null;
        one.mark(call -> call.state.equals("pending"), "withdrawn");
        return true;
    }

    /** The grid's backups, or whoever supervises or sits at a desk nearest. */
    private boolean callBackup(Case one, String caller) {
        int round = one.round;
        Predicate<Member> other = member -> !member.person().code().equals(caller);
        boolean called = callAll(one, round, other.and(member -> member.whom().equals("backup")));
        return called
                || callAll(
                        one,
                        round,
                        other.and(nearest(
                                one,
                                member -> other.test(member)
                                        && (member.person().role() == Role.SUPERVISOR
                                                || member.person().role() == Role.DESK))));
    }

    @Override
    public void look() {
        for (Case one : cases.values()) {
            if (one.due != null && !one.due.isAfter(now)) {
                if (one.waits()) {
                    climb(one).asTimeGoesBy();
                } else {
                    askTheSilent(one);
                }
                settle(one);
            }
        }
        cases.values().forEach(one -> one.calls.stream().filter(this::isDue).forEach(call -> send(one, call)));
    }

    private void askTheSilent(Case one) {
        int round = one.round;
        ALL_MEANS.stream()
                .filter(by -> new Member("", plan.worker(String.valueOf(one.goer))).has(by))
                .forEach(by -> call(one, now, round, String.valueOf(one.goer), by));
        callAll(one, round, nearest(one, member -> member.person().role() == Role.SUPERVISOR));
        one.due = now.plus(SILENT);
    }

    private Predicate<Member> nearest(Case one, Predicate<Member> wanted) {
        String level = crew.of(one.wearer, now).stream()
                .filter(wanted)
                .filter(member -> ALL_MEANS.stream().anyMatch(member::has))
                .map(Member::whom)
                .findFirst()
                .orElse("nobody");
        return member -> member.whom().equals(level);
    }

    private boolean callAll(Case one, int round, Predicate<Member> wanted) {
        int before = one.calls.size();
        crew.of(one.wearer, now).stream()
                .filter(wanted)
                .forEach(member -> ALL_MEANS.stream()
                        .filter(member::has)
                        .forEach(by -> call(one, now, round, member.person().code(), by)));
        return one.calls.size() > before;
    }

    private Rungs climb(Case one) {
        return new Rungs(crew, one, now);
    }

    /** Once in a round by each means. */
    static void call(Case one, Instant now, int round, String who, String by) {
        if (one.calls.stream().noneMatch(call -> call.round == round && call.who.equals(who) && call.by.equals(by))) {
            one.calls.add(new Call(now, round, who, by));
            one.raised = false;
        }
    }

    /** A round is over when anybody was called; what is on a screen has reached whoever looks at it. */
    private void settle(Case one) {
        boolean called = false;
        for (Call call : one.calls) {
            if (call.round == one.round) {
                called = true;
                if (call.by.equals("app")) {
                    reached.add(new Page(now, one.name, call.who, "app"));
                }
            }
        }
        one.round += called ? 1 : 0;
    }

    private static boolean isWaiting(Call call) {
        return call.state.equals("pending") && !call.by.equals("app");
    }

    private boolean isDue(Call call) {
        return isWaiting(call) && !call.nextAttempt.isAfter(now);
    }

    /** Tried again after 2 s, 4 s, 8 s … a minute while the gateway takes nothing. */
    private void send(Case one, Call call) {
        call.attempts++;
        if (plan.gatewayAway().covers(now)) {
            call.nextAttempt = now.plusSeconds(Math.min(60, 1L << Math.min(call.attempts, 10)));
        } else {
            call.state = "sent";
            reached.add(new Page(now, one.name, call.who, call.by));
        }
    }

    @Override
    public List<Page> reached() {
        List<Page> all = List.copyOf(reached);
        reached.clear();
        return all;
    }

    @Override
    public Map<String, List<String>> ledger() {
        Map<String, List<String>> ledger = new TreeMap<>();
        for (Case one : cases.values()) {
            List<String> lines = new ArrayList<>();
            one.calls.forEach(
                    call -> lines.add(Ledger.call(call.at, call.round, call.who, call.by, call.state, call.attempts)));
            lines.add(Ledger.end(one.state(), one.goer, one.outcome, one.presses.size(), one.rung, one.due));
            ledger.put(one.name, lines);
        }
        return ledger;
    }
}
