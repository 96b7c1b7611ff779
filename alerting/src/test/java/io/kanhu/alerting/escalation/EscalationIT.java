package io.kanhu.alerting.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.County;
import io.kanhu.alerting.Log;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many alerts, several servers, and servers that die. */
class EscalationIT {
    private static final Town town = new Town();
    private static final County county = new County(town);

    private final AtomicInteger commits = new AtomicInteger();

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void people() {
        town.clear();
        town.grid("east");
        county.levels();
        town.onDuty("wang", "east");
        town.backup("chen", "east");
        county.duty("desk", "desk", "county");
    }

    @Test
    void aThousandCallsAtOnceAllReachSomebodyOnce() {
        calls(1_000);
        escalation().takeWhatIsDue();
        assertThat(town.number("SELECT count(*) FROM alert WHERE state = 'dispatched'"))
                .isEqualTo(1_000);
        assertThat(town.number("SELECT count(DISTINCT alert_id) FROM notification"))
                .isEqualTo(1_000);
        assertThat(town.number("SELECT count(*) FROM notification")).isEqualTo(1_000);
        assertThat(commits).hasValue(5);
    }

    @Test
    void twoServersAtOnceCallEveryPersonOnceAtEachStep() throws Exception {
        calls(300);
        CyclicBarrier start = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Duration step : List.of(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(60))) {
                town.clock().pass(step);
                List<Future<?>> servers = IntStream.range(0, 4)
                        .<Future<?>>mapToObj(server -> threads.submit(() -> {
                            start.await();
                            escalation().takeWhatIsDue();
                            return null;
                        }))
                        .toList();
                for (Future<?> server : servers) {
                    server.get();
                }
                // What one had in hand the others passed over; nothing that is due stays.
                escalation().takeWhatIsDue();
            }
        }

        assertThat(town.texts("""
                        SELECT w.name || ' ' || n.channel || ' ' || count(*) || ' of ' || count(DISTINCT n.alert_id)
                          FROM notification n JOIN worker w ON w.id = n.worker_id GROUP BY w.name, n.channel ORDER BY 1
                        """))
                .containsExactly("chen app 300 of 300", "desk app 300 of 300", "wang app 300 of 300");
        assertThat(town.number("SELECT count(*) FROM alert_event WHERE kind = 'dispatched'"))
                .isEqualTo(900);
        assertThat(town.number("SELECT count(*) FROM alert WHERE step <> 3")).isZero();
    }

    @Test
    void aServerThatDiesInTheMiddleLosesNothing() {
        calls(3);
        Climber climber = town.climber();
        assertThatThrownBy(() -> town.jdbi().useTransaction(handle -> {
                    List<Long> due = handle.createQuery("SELECT id FROM alert ORDER BY id FOR UPDATE")
                            .mapTo(Long.class)
                            .list();
                    climber.due(handle, due, town.clock().instant());
                    handle.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                }))
                .isInstanceOf(JdbiException.class);
        assertThat(town.number("SELECT count(*) FROM notification")).isZero();
        assertThat(town.number("SELECT count(*) FROM alert_event")).isZero();

        escalation().takeWhatIsDue();

        assertThat(town.number("SELECT count(*) FROM notification")).isEqualTo(3);
        assertThat(town.number("SELECT count(*) FROM alert_event WHERE kind = 'dispatched'"))
                .isEqualTo(3);
    }

    @Test
    void anAlertThatThisServerDoesNotUnderstandKeepsNoOtherWaiting() {
        town.jdbi().useTransaction(h -> {
            h.execute("""
                    INSERT INTO ladder (kind, severity, version, repeat_seconds, silent_seconds, created_at, created_by)
                    VALUES ('strange', 'emergency', 1, 60, 900, now(), 'tomorrow')
                    """);
            h.execute("INSERT INTO ladder_rung SELECT id, 0, 0, 'answered' FROM ladder WHERE kind = 'strange'");
            h.execute("INSERT INTO ladder_page SELECT id, 0, 0, 'mayor', 'app' FROM ladder WHERE kind = 'strange'");
        });
        calls(2);
        town.jdbi().useHandle(h -> h.execute("UPDATE alert SET kind = 'strange' WHERE band = 'b1'"));

        try (Log log = new Log(Escalation.class)) {
            escalation().takeWhatIsDue();
            assertThat(log.errors()).hasSize(1).first().asString().contains("MAYOR");
        }

        assertThat(town.texts("SELECT kind || ' ' || state FROM alert ORDER BY 1"))
                .containsExactly("sos dispatched", "strange raised");
        town.jdbi().useHandle(h -> h.execute("UPDATE ladder_page SET whom = 'backup' WHERE whom = 'mayor'"));
        town.clock().pass(Duration.ofSeconds(30));
        escalation().takeWhatIsDue();
        assertThat(town.number("SELECT count(*) FROM alert WHERE state = 'raised'"))
                .isZero();
    }

    @Test
    void anAlertThatIsNoEmergencyHasNoLadderAndItsTimerStops() {
        calls(1);
        town.jdbi().useHandle(h -> h.execute("UPDATE alert SET severity = 'attention'"));
        escalation().takeWhatIsDue();
        assertThat(town.number("SELECT count(*) FROM notification")).isZero();
        assertThat(town.number("SELECT count(*) FROM alert WHERE next_action_at IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void whileItRunsItLooksByItself() {
        try (Escalation escalation = escalation()) {
            escalation.start();
            calls(1);
            await().until(() -> town.number("SELECT count(*) FROM notification") == 1);
            town.clock().pass(Duration.ofSeconds(30));
            await().until(() -> town.number("SELECT count(*) FROM notification") == 2);
        }
    }

    /** So many calls that are due now, as after a migration or a night without a server. */
    private static void calls(int count) {
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

    private Escalation escalation() {
        EscalationFigures figures = new EscalationFigures(new SimpleMeterRegistry());
        Set<Means> means = Set.of(Means.APP);
        return new Escalation(
                town.jdbi(),
                town.climber(),
                new Assistance(new Ladders(), means, figures),
                town.clock(),
                commits::incrementAndGet);
    }
}
