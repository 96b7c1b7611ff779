package io.kanhu.alerting.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.BreakableClock;
import io.kanhu.alerting.Log;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAlertGaugesIT {
    private static final Town town = new Town();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Moves moves =
            new Moves(town.jdbi(), town.clock(), () -> {}, new AnswerTimes(new SimpleMeterRegistry()));
    private Actor wang = Town.SUPERVISOR;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void people() {
        town.clear();
        town.grid("east");
        wang = town.onDuty("wang", "east");
        List.of("b1", "b2", "b3", "b4", "b5", "b6").forEach(band -> town.wearer("wearer of " + band, "east", band));
    }

    @Test
    void alertsAreCountedByStateAndTheResolvedAreNot() {
        town.call("stray");
        town.call("b1");
        Press press = town.press("b2");
        town.send(press);
        town.callOff(press);
        moves.acknowledge(town.call("b3"), wang);
        long onScene = town.call("b4");
        moves.acknowledge(onScene, wang);
        moves.arrive(onScene, wang, null);
        resolve(town.call("b5"));
        moves.close(resolve(town.call("b6")), wang);

        try (OpenAlertGauges gauges = gauges(town.clock())) {
            gauges.start();
            await().until(() -> open("raised") == 1);
            assertThat(open("dispatched")).isEqualTo(1);
            assertThat(open("cancelled")).isEqualTo(1);
            assertThat(open("acknowledged")).isEqualTo(1);
            assertThat(open("on_scene")).isEqualTo(1);
            assertThat(metrics.get("kanhu.alerts.open").gauges())
                    .extracting(gauge -> gauge.getId().getTag("state"))
                    .doesNotContain("resolved", "closed");
            assertThat(metrics.get("kanhu.alerts.untold").gauge().value()).isEqualTo(1);
        }
    }

    @Test
    void aSelfTestThatIsStuckIsNobodyWhoCalls() {
        town.jdbi().useHandle(h -> h.execute("UPDATE wearer SET synthetic = true WHERE code = 'wearer of b1'"));
        town.call("b1");
        town.clock().pass(Duration.ofMinutes(5));
        town.call("b2");
        try (OpenAlertGauges gauges = gauges(town.clock())) {
            gauges.start();
            await().until(() -> open("dispatched") == 1);
            assertThat(metrics.get("kanhu.alerts.oldest.unanswered.seconds")
                            .gauge()
                            .value())
                    .isZero();
        }
    }

    @Test
    void theOldestUnansweredIsAsOldAsItsArrivalEvenIfItWasCalledOff() {
        resolve(town.call("b1"));
        moves.acknowledge(town.call("b2"), wang);
        town.clock().pass(Duration.ofMinutes(1));
        Press calledOff = town.press("b3");
        town.send(calledOff.heardAt(Town.MORNING.plusSeconds(70)));
        town.clock().set(Town.MORNING.plusSeconds(80));
        town.callOff(calledOff);
        town.call("b4");
        town.clock().set(Town.MORNING.plusSeconds(100));

        try (OpenAlertGauges gauges = gauges(town.clock())) {
            gauges.start();
            await().until(() -> open("dispatched") == 1);
            assertThat(open("cancelled")).isEqualTo(1);
            assertThat(oldest()).isEqualTo(30);
        }
    }

    @Test
    void whenAllIsAnsweredTheFiguresGoBackToNothing() {
        long alert = town.call("b1");
        town.clock().pass(Duration.ofSeconds(10));
        try (OpenAlertGauges gauges = gauges(town.clock())) {
            gauges.start();
            await().until(() -> oldest() == 10);
            resolve(alert);
            await().until(() -> oldest() == 0);
            assertThat(open("dispatched")).isZero();
        }
    }

    @Test
    void aFaultNobodyHasForeseenIsLoggedOnceAndTheCountGoesOn() {
        BreakableClock clock = new BreakableClock(town.clock());
        town.call("b1");
        try (Log log = new Log(OpenAlertGauges.class);
                OpenAlertGauges gauges = gauges(clock)) {
            gauges.start();
            await().until(() -> clock.failures() >= 2);
            assertThat(log.errors()).containsExactly("the clock is broken");
            clock.repair();
            await().until(() -> open("dispatched") == 1);
        }
    }

    private OpenAlertGauges gauges(Clock clock) {
        return new OpenAlertGauges(town.jdbi(), clock, metrics, Duration.ofMillis(50));
    }

    private long resolve(long alert) {
        moves.acknowledge(alert, wang);
        return moves.resolve(alert, wang, Outcome.TEST, null).id();
    }

    private double oldest() {
        return metrics.get("kanhu.alerts.oldest.unanswered.seconds").gauge().value();
    }

    private double open(String state) {
        Gauge gauge = metrics.get("kanhu.alerts.open").tag("state", state).gauge();
        return gauge.value();
    }
}
