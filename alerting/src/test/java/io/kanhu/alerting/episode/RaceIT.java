package io.kanhu.alerting.episode;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.ingest.store.SosStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many at once, from two servers, on one wearer's episode. */
class RaceIT {
    private static final int THREADS = 8;
    private static final int PRESSES_EACH = 15;
    private static final Town town = new Town();

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.wearer("li", "east", "b1", "b2");
    }

    @Test
    void pressesAtTheSameMomentLeaveOneEpisodeThatCountsThemAll() throws Exception {
        town.onDuty("wang", "east");
        town.onDuty("chen", "east");

        atOnce(pressing());

        int all = THREADS * PRESSES_EACH;
        assertThat(town.texts("SELECT press_count::text || ' presses, version ' || version FROM alert"))
                .containsExactly(all + " presses, version " + all);
        assertThat(town.number("SELECT count(*) FROM sos_press WHERE alert_id = (SELECT id FROM alert)"))
                .isEqualTo(all);
        assertThat(town.texts("SELECT kind || ' ' || count(*) FROM alert_event GROUP BY kind ORDER BY kind"))
                .containsExactly("dispatched 2", "pressed_again " + (all - 1), "raised 1");
        assertThat(town.number("SELECT count(*) FROM notification")).isEqualTo(2);
    }

    @Test
    void whileCasesAreBeingResolvedNoPressIsLostAndNoneCountsTwice() throws Exception {
        Actor wang = town.onDuty("wang", "east");
        Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread());
        List<Callable<Void>> everybody = new ArrayList<>(pressing());
        for (int i = 0; i < 2; i++) {
            everybody.add(() -> {
                for (int round = 0; round < 20; round++) {
                    town.texts("SELECT id::text FROM alert WHERE state NOT IN ('resolved', 'closed')")
                            .forEach(id -> resolveUnlessSomebodyWasFaster(moves, Long.parseLong(id), wang));
                }
                return null;
            });
        }

        atOnce(everybody);

        assertThat(town.number("SELECT sum(press_count) FROM alert")).isEqualTo(THREADS * PRESSES_EACH);
        assertThat(town.texts("""
                        SELECT a.id || ' counts ' || a.press_count || ', has ' || count(p.*)
                          FROM alert a LEFT JOIN sos_press p ON p.alert_id = a.id
                         GROUP BY a.id HAVING count(p.*) <> a.press_count
                        """)).isEmpty();
        assertThat(town.texts("""
                        SELECT a.id || ' ' || e.kind FROM alert a JOIN alert_event e ON e.alert_id = a.id
                         WHERE e.kind IN ('raised', 'acknowledged', 'resolved') GROUP BY a.id, e.kind HAVING count(*) > 1
                        """)).isEmpty();
    }

    @Test
    void oneOfTwoWhoAnswerAtOnceGoesAndTheOtherIsToldWho() throws Exception {
        Actor wang = town.onDuty("wang", "east");
        Actor chen = town.onDuty("chen", "east");
        Moves oneServer = new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread());
        Moves anotherServer = new Moves(town.jdbi(), town.clock(), () -> {}, Times.unread());
        for (int round = 0; round < 10; round++) {
            long alert = town.call("b1");

            List<String> answers =
                    atOnce(List.of(() -> answer(oneServer, alert, wang), () -> answer(anotherServer, alert, chen)));

            String goer = String.valueOf(town.column(alert, "acknowledged_actor"));
            assertThat(answers).containsExactlyInAnyOrder("goes", goer + " already goes");
            assertThat(town.file(alert).stream().filter("acknowledged"::equals)).hasSize(1);
            oneServer.resolve(alert, Town.SUPERVISOR, Outcome.TEST, null);
        }
    }

    private static List<Callable<Void>> pressing() {
        List<SosStore> servers = List.of(town.node(() -> {}), town.node(() -> {}));
        return IntStream.range(0, THREADS)
                .<Callable<Void>>mapToObj(thread -> () -> {
                    for (int i = 0; i < PRESSES_EACH; i++) {
                        Press press = town.press(i % 2 == 0 ? "b1" : "b2");
                        town.write(servers.get(thread % servers.size()), press);
                    }
                    return null;
                })
                .toList();
    }

    private static void resolveUnlessSomebodyWasFaster(Moves moves, long alert, Actor who) {
        try {
            moves.acknowledge(alert, who);
            moves.resolve(alert, who, Outcome.MISTAKE, null);
        } catch (IllegalMove over) {
            assertThat(over).hasMessageContaining("resolved already");
        }
    }

    private static String answer(Moves moves, long alert, Actor who) {
        try {
            moves.acknowledge(alert, who);
            return "goes";
        } catch (IllegalMove e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> everybody) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(everybody.size());
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(everybody.size())) {
            List<Future<T>> running = everybody.stream()
                    .map(one -> threads.submit(() -> {
                        start.await();
                        return one.call();
                    }))
                    .toList();
            for (Future<T> one : running) {
                answers.add(one.get());
            }
        }
        return answers;
    }
}
