package io.kanhu.alerting.day;

import io.kanhu.alerting.day.Plan.Signal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plays a plan on an engine, jumping from one moment at which anything happens to the next. */
final class Play {
    private static final int MOST_AT_ONCE = 1_000;

    private final Engine engine;
    private final Plan plan;
    private final Habits habits;
    private final Queue<Signal> signals;
    private final PriorityQueue<Act> acts = new PriorityQueue<>();
    private final Map<String, List<String>> lines = new TreeMap<>();
    private int moments;
    private @Nullable Instant due;

    private Play(Plan plan, Engine engine) {
        this.plan = plan;
        this.engine = engine;
        this.habits = new Habits(plan);
        this.signals = new ArrayDeque<>(plan.signals());
    }

    /**
     * What came of it.
     *
     * @param cases what was done and decided in each, in order of time
     * @param moments at which something happened
     */
    record Played(Map<String, List<String>> cases, int moments) {}

    static Played of(Plan plan, Engine engine) {
        Play play = new Play(plan, engine);
        play.toTheEnd();
        engine.ledger().forEach((of, all) -> all.forEach(line -> play.line(of, line)));
        play.lines.values().forEach(all -> all.sort(null));
        return new Played(play.lines, play.moments);
    }

    private void toTheEnd() {
        int atOnce = 0;
        Instant last = Instant.EPOCH;
        due = engine.nextDue();
        for (Instant now = next(); now != null && now.isBefore(plan.ends()); now = next()) {
            atOnce = now.isAfter(last) ? 0 : atOnce + 1;
            if (now.isBefore(last) || atOnce > MOST_AT_ONCE) {
                throw new IllegalStateException("time stands still at " + now);
            }
            last = now;
            moments++;
            engine.now(now);
            boolean moved = due != null && !due.isAfter(now);
            while (!signals.isEmpty() && !signals.element().heard().isAfter(now)) {
                engine.hear(signals.remove());
                moved = true;
            }
            while (!acts.isEmpty() && !acts.element().at().isAfter(now)) {
                moved |= act(acts.remove());
            }
            if (moved) {
                engine.look();
                engine.reached().stream().sorted(Page.ORDER).forEach(this::called);
                due = engine.nextDue();
            }
        }
    }

    private @Nullable Instant next() {
        Instant next = due;
        if (!signals.isEmpty()) {
            next = earlier(next, signals.element().heard());
        }
        return acts.isEmpty() ? next : earlier(next, acts.element().at());
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    /** Returns whether that can call anybody, or keep somebody from being called. */
    private boolean act(Act act) {
        boolean accepted = engine.does(act);
        line(act.of(), act.at() + " " + act.worker() + " " + act.doing() + (accepted ? "" : ": refused"));
        acts.addAll(habits.after(act, accepted));
        return switch (act.doing()) {
            case SEES, CALLS_BACK, CLOSES -> false;
            case ANSWERS, CANT, ARRIVES, WANTS_HELP, RESOLVES -> true;
        };
    }

    private void called(Page page) {
        line(page.of(), page.at() + " rings " + page.who() + " " + page.by());
        acts.addAll(habits.called(page));
    }

    private void line(String of, String line) {
        lines.computeIfAbsent(of, key -> new ArrayList<>()).add(line);
    }
}
