package io.kanhu.alerting.escalation;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.ingest.store.SosStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What {@code ./kanhu bench dispatch} runs: how fast a thousand calls are dispatched at once, pressed or due, and what a look costs
 * while a hundred thousand are open. No test.
 */
public final class EscalationBench {
    private static final int CALLS = 1_000;
    private static final int OPEN = 100_000;
    private static final int ROUNDS = 11;
    /** Presses that the SOS lane writes in one transaction at most. */
    private static final int LANE = 200;

    private EscalationBench() {}

    /** Prints its figures. */
    public static void main(String[] arguments) {
        try (Town town = new Town()) {
            town.grid("east");
            County county = new County(town);
            county.levels();
            town.onDuty("wang", "east");
            town.backup("chen", "east");
            county.duty("desk", "desk", "county");
            Escalation escalation = escalation(town);
            presses(town);
            double[] dispatched = new double[ROUNDS];
            double[] climbed = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                calls(town, CALLS);
                dispatched[round] = millis(escalation::takeWhatIsDue);
                town.clock().pass(Duration.ofSeconds(60));
                climbed[round] = millis(escalation::takeWhatIsDue);
                check(town, 2L * CALLS * (round + 1));
                town.jdbi().useHandle(h -> h.execute("UPDATE alert SET state = 'closed', next_action_at = NULL"));
            }
            print(CALLS + " calls from the row to the first page", dispatched);
            print(CALLS + " calls to the next rung", climbed);

            calls(town, OPEN);
            town.jdbi().useTransaction(h -> {
                h.execute(
                        "UPDATE alert SET next_action_at = next_action_at + interval '15 minutes', state = 'acknowledged'"
                                + " WHERE state = 'raised'");
                h.execute("ANALYZE alert");
            });
            double[] looks = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                looks[round] = millis(escalation::takeWhatIsDue);
            }
            print("a look with " + OPEN + " open alerts of which none is due", looks);
        }
    }

    /** As the SOS lane writes them: so many in one transaction, one after the other. */
    private static void presses(Town town) {
        for (int i = 1; i <= CALLS; i++) {
            town.wearer("wearer" + i, "east", "w" + i);
        }
        SosStore node = town.node(() -> {});
        double[] pressed = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Press[] all = IntStream.rangeClosed(1, CALLS)
                    .mapToObj(i -> town.press("w" + i))
                    .toArray(Press[]::new);
            pressed[round] = millis(() -> {
                for (int from = 0; from < CALLS; from += LANE) {
                    town.write(node, Arrays.copyOfRange(all, from, Math.min(CALLS, from + LANE)));
                }
            });
            long once = town.number("SELECT count(*) FROM (SELECT FROM alert a JOIN notification n ON n.alert_id = a.id"
                    + " WHERE a.state = 'dispatched' GROUP BY a.id HAVING count(*) = 1) AS calls");
            if (once != CALLS) {
                throw new IllegalStateException("only " + once + " of " + CALLS + " reached somebody, and once");
            }
            town.jdbi().useHandle(h -> h.execute("UPDATE alert SET state = 'closed', next_action_at = NULL"));
            town.clock().pass(Duration.ofMinutes(1));
        }
        print(CALLS + " presses until the last is stored and somebody called", pressed);
        town.jdbi().useTransaction(h -> {
            h.execute("DELETE FROM notification");
            h.execute("DELETE FROM alert_event");
            h.execute("DELETE FROM sos_press");
            h.execute("DELETE FROM alert");
        });
    }

    private static void calls(Town town, int count) {
        town.jdbi()
                .useHandle(h -> h.createUpdate("""
                        INSERT INTO alert (kind, severity, state, band, grid_id, raised_at, received_at, next_action_at)
                        SELECT 'sos', 'emergency', 'raised', 'b' || n, g.id, :now, :now, :now
                          FROM generate_series(1, :count) AS n, grid g
                        """)
                        .bind("count", count)
                        .bind("now", town.clock().instant())
                        .execute());
    }

    private static Escalation escalation(Town town) {
        EscalationFigures figures = new EscalationFigures(new SimpleMeterRegistry());
        Assistance assistance = new Assistance(new Ladders(), Set.of(Means.APP), figures);
        return new Escalation(town.jdbi(), town.climber(), assistance, town.clock(), () -> {});
    }

    private static void check(Town town, long least) {
        long sent = town.number("SELECT count(*) FROM notification");
        if (sent < least) {
            throw new IllegalStateException("only " + sent + " notifications of " + least);
        }
    }

    private static double millis(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void print(String what, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%s: first %.1f ms, median %.1f ms, most %.1f ms%n",
                what, millis[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
