package io.kanhu.alerting.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.alerting.Log;
import io.kanhu.alerting.Town;
import io.kanhu.alerting.care.CalmBook;
import io.kanhu.alerting.episode.AnswerTimes;
import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.episode.Outcome;
import io.kanhu.ingest.store.Entry;
import io.kanhu.ingest.store.TelemetryStore;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RulesIT {
    private static final Town town = new Town();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicInteger wakes = new AtomicInteger();
    private final Books books = Books.of(town.jdbi(), town.clock(), ZoneOffset.UTC);
    private final CalmBook calm = new CalmBook(town.jdbi(), town.clock(), ZoneOffset.UTC);
    private final Episodes episodes = new Episodes(town.climber(), town.clock(), metrics, calm);
    private final TelemetryStore store = town.telemetry(rules());
    private final int steps = 1000;

    @AfterAll
    static void close() {
        town.close();
    }

    @BeforeEach
    void li() {
        town.clear();
        town.grid("east");
        town.onDuty("wang", "east");
        town.wearer("li", "east", "b1");
    }

    private Rules rules() {
        return new Rules(books, ZoneOffset.UTC, episodes, town.clock(), wakes::incrementAndGet, metrics);
    }

    @Test
    void aFastPulseAtRestIsOneEmergencyAndGoesToThoseOnDuty() {
        minutes(72, 10);
        minutes(140, 20);
        assertThat(alerts()).containsExactly("heart_rate_high emergency dispatched li east");
        long alert = alert();
        assertThat(town.told(alert)).containsExactly("0 wang");
        assertThat(town.file(alert)).containsExactly("raised", "dispatched");
        assertThat(town.texts(
                        "SELECT detail->>'motion' || ' ' || (detail->>'limit') FROM alert_event"
                                + " WHERE alert_id = ? AND kind = 'raised'",
                        alert))
                .containsExactly("rest 131");
        assertThat(wakes).hasValue(1);
        assertThat(metrics.get("kanhu.alerts.found")
                        .tags("kind", "heart_rate_high", "severity", "emergency")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anAmberPulseWaitsInTheListAndClosesByItselfWhenItIsOver() {
        minutes(116, 15);
        assertThat(alerts()).containsExactly("heart_rate_high attention raised li east");
        assertThat(town.told(alert())).isEmpty();
        clearing().clear();
        minutes(108, 11);
        clearing().clear();
        assertThat(town.state(alert())).isEqualTo("raised");
        minutes(80, 11);
        clearing().clear();
        assertThat(town.state(alert())).isEqualTo("closed");
        assertThat(town.file(alert())).containsExactly("raised", "cleared");
    }

    @Test
    void anEmergencyThatIsOverStaysWithWhoeverGoesAndSaysSoOnce() {
        minutes(140, 10);
        minutes(80, 12);
        clearing().clear();
        clearing().clear();
        assertThat(town.state(alert())).isEqualTo("dispatched");
        assertThat(town.file(alert())).containsExactly("raised", "dispatched", "cleared");
    }

    @Test
    void anAttentionCaseThatGetsWorseIsDispatched() {
        minutes(116, 15);
        minutes(140, 10);
        assertThat(alerts()).containsExactly("heart_rate_high emergency dispatched li east");
        assertThat(town.file(alert())).containsExactly("raised", "worsened", "dispatched");
    }

    @Test
    void whatSomebodyHasJustSeenToIsNoNews() {
        minutes(140, 10);
        Moves moves = new Moves(town.jdbi(), town.clock(), () -> {}, new AnswerTimes(metrics));
        moves.acknowledge(alert(), Town.SUPERVISOR);
        moves.resolve(alert(), Town.SUPERVISOR, Outcome.HELPED, null);
        minutes(140, 20);
        assertThat(alerts()).hasSize(1);
        minutes(140, 15);
        assertThat(alerts()).hasSize(2);
    }

    @Test
    void whatComesInLateOrFromATableOrIsNotTrustedRaisesNothing() throws SQLException {
        Instant now = town.clock().instant();
        List<Report> late = new ArrayList<>();
        for (int minute = 60; minute > 15; minute--) {
            late.add(pulse(now.minus(Duration.ofMinutes(minute)), 150));
        }
        store.write(List.of(town.said("b1", now, new Telemetry(late))));
        for (int minute = 0; minute < 20; minute++) {
            Instant at = now.plus(Duration.ofMinutes(minute));
            store.write(List.of(
                    town.said(
                            "b1",
                            at,
                            new Telemetry(
                                    List.of(new Report(at, 150, null, null, null, null, null, null, false, null)))),
                    town.said(
                            "b1",
                            at,
                            new Telemetry(List.of(new Report(
                                    at.plusSeconds(9), 150, null, null, null, null, null, null, null, 20))))));
        }
        assertThat(alerts()).isEmpty();
    }

    @Test
    void anOfflineFlushOfTheLastMinutesIsJudgedAsIfItHadComeOneByOne() throws SQLException {
        Instant now = town.clock().instant();
        List<Report> flush = new ArrayList<>();
        for (int minute = 12; minute >= 0; minute--) {
            flush.add(pulse(now.minus(Duration.ofMinutes(minute)), minute == 0 ? 80 : 150));
        }
        store.write(List.of(town.said("b1", now, new Telemetry(flush))));
        assertThat(alerts()).containsExactly("heart_rate_high emergency dispatched li east");
    }

    @Test
    void twoWritersThatFindTheSameOpenOneEpisode() throws Exception {
        minutes(150, 5);
        Instant at = town.clock().instant();
        List<TelemetryStore> stores = List.of(store, town.telemetry(rules()), town.telemetry(rules()));
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < stores.size(); i++) {
                Entry entry = town.said("b1", at, new Telemetry(List.of(pulse(at.plusMillis(i), 150))));
                TelemetryStore node = stores.get(i);
                written.add(writers.submit(() -> {
                    node.write(List.of(entry));
                    return true;
                }));
            }
            for (Future<?> one : written) {
                one.get();
            }
        }
        assertThat(alerts()).containsExactly("heart_rate_high emergency dispatched li east");
        assertThat(town.told(alert())).containsExactly("0 wang");
    }

    @Test
    void aRuleThatFailsCostsNoMeasurementAndIsCountedAndLogged() {
        town.jdbi().useHandle(handle -> handle.execute("ALTER TABLE alert_event RENAME TO away"));
        try (Log log = new Log(Rules.class)) {
            minutes(150, 8);
            assertThat(town.number("SELECT count(*) FROM vital_sign")).isEqualTo(8);
            assertThat(alerts()).isEmpty();
            assertThat(metrics.get("kanhu.rules.failures").counter().count()).isGreaterThan(1);
            assertThat(log.lines()).first().asString().contains("relation \"alert_event\" does not exist");
        } finally {
            town.jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO alert_event"));
        }
        minutes(150, 1);
        assertThat(alerts()).containsExactly("heart_rate_high emergency dispatched li east");
    }

    private void minutes(int bpm, int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            say(store, bpm);
        }
    }

    private void say(TelemetryStore to, int bpm) {
        Instant now = town.clock().instant();
        try {
            to.write(List.of(town.said("b1", now, new Telemetry(List.of(pulse(now, bpm))))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        town.clock().pass(Duration.ofMinutes(1));
    }

    private Report pulse(Instant at, int bpm) {
        return new Report(at, bpm, null, null, null, steps, null, null, null, null);
    }

    private Clearing clearing() {
        return new Clearing(town.jdbi(), town.clock(), books, ZoneOffset.UTC, episodes, () -> {});
    }

    private long alert() {
        return town.number("SELECT max(id) FROM alert");
    }

    private List<String> alerts() {
        return town.texts("SELECT concat_ws(' ', a.kind, a.severity, a.state, w.name, g.name) FROM alert a"
                + " JOIN wearer w ON w.id = a.wearer_id JOIN grid g ON g.id = a.grid_id ORDER BY a.id");
    }
}
