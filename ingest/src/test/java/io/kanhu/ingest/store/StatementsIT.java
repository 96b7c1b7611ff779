package io.kanhu.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.database.TestDatabase;
import io.kanhu.database.TestDatabase.Kind;
import io.kanhu.database.upkeep.Hours;
import io.kanhu.database.upkeep.RollUp;
import io.kanhu.ingest.Neighbourhood;
import io.kanhu.ingest.RecordingHook;
import io.kanhu.ingest.history.HourOfVitals;
import io.kanhu.ingest.history.Latest;
import io.kanhu.ingest.history.Measured;
import io.kanhu.ingest.history.Vitals;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.FixSource;
import io.kanhu.protocol.Reason;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.SosCancel;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.StatusReport;
import io.kanhu.protocol.Telemetry;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ingest writes and what is read of it, statement by statement, on both databases. */
class StatementsIT {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatBandsSendIsStoredOnceFilledAndNeverOverwrittenFreshOrCompressed(Kind kind) throws SQLException {
        try (Neighbourhood town = new Neighbourhood(TestDatabase.fresh(kind), "b1")) {
            Life life = new Life(town);
            life.vitalSigns();
            life.placesAndStatuses();
            life.newestOfEachKind();
            life.presses();
            life.refusals();
        }
    }

    private static final class Life {
        private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        private final RecordingHook hook = new RecordingHook();
        private final Neighbourhood town;
        private final TelemetryStore telemetry;
        private final SosStore sos;
        private final WearerStates states;
        private final BandDirectory directory;
        private final Measured measured;

        Life(Neighbourhood town) {
            this.town = town;
            directory = town.directory();
            states = statesIn(town);
            telemetry = new TelemetryStore(town.database().dataSource(), states, RuleHook.NONE);
            sos = new SosStore(town.database().dataSource(), hook, states);
            measured = new Measured(town.jdbi(), Clock.fixed(now, ZoneOffset.UTC));
        }

        void vitalSigns() throws SQLException {
            Instant old =
                    now.minus(Duration.ofDays(12)).truncatedTo(ChronoUnit.HOURS).plusSeconds(1800);
            for (Instant at : List.of(now.minusSeconds(60), old)) {
                telemetry.write(List.of(entry(report(at, 70, null, 36.6))));
            }
            // TimescaleDB puts the older day into the columnstore now.
            RollUp.of(town.jdbi()).run();
            Hours.runPolicies(town.jdbi());
            for (Instant at : List.of(now.minusSeconds(60), old)) {
                telemetry.write(List.of(entry(report(at, 99, new BloodPressure(131, 82), null))));
                telemetry.write(List.of(entry(report(at, 99, new BloodPressure(99, 59), null))));
                assertThat(measured.vitals(wearer(), at, at.plusSeconds(1), 10))
                        .containsExactly(new Vitals(at, 70, 131, 82, null, 36.6, null));
            }
            assertThat(town.count("SELECT count(*) FROM vital_sign")).isEqualTo(2);
            RollUp.of(town.jdbi()).run();
            Hours.runPolicies(town.jdbi());
            Hours.equalTheReadings(town.jdbi());
            assertThat(measured.hours(wearer(), old.truncatedTo(ChronoUnit.HOURS), old))
                    .containsExactly(new HourOfVitals(
                            old.truncatedTo(ChronoUnit.HOURS),
                            range(70),
                            range(131),
                            range(82),
                            null,
                            range(36.6),
                            null));
        }

        void placesAndStatuses() throws SQLException {
            Fix fix = new Fix(30.25, 120.16, 12.0, FixSource.GNSS);
            telemetry.write(List.of(
                    entry(new Telemetry(List.of(new Report(now, null, null, null, null, null, fix, 81, true, null)))),
                    entry(new StatusReport(now, true, null, false, null, 60, "1.2"))));
            Latest latest = measured.latest(wearer());
            assertThat(Objects.requireNonNull(latest.position()).latitude()).isEqualTo(30.25);
            assertThat(Objects.requireNonNull(latest.battery()).percent()).isEqualTo(81);
            assertThat(Objects.requireNonNull(latest.heartRate()).bpm()).isEqualTo(70);
            assertThat(town.count(
                            "SELECT count(*) FROM band_status WHERE online AND battery = 81 AND firmware = '1.2'"))
                    .isOne();
        }

        /** Written behind, and found again by the next run where the last one did not come to it. */
        void newestOfEachKind() {
            states.close();
            assertThat(measured.presence(null, Duration.ofMinutes(10))).isEqualTo(new Measured.Presence(1, 1));
            String newest =
                    "SELECT count(*) FROM wearer_state WHERE heart_rate = 70 AND battery = 81 AND latitude = 30.25";
            assertThat(town.count(newest)).isOne();
            town.jdbi().useHandle(h -> h.execute("DELETE FROM wearer_state"));
            try (WearerStates next = statesIn(town)) {
                next.start();
                await().until(() -> town.count(newest) == 1);
            }
        }

        private static WearerStates statesIn(Neighbourhood town) {
            return new WearerStates(town.database().dataSource(), Clock.systemUTC(), new SimpleMeterRegistry());
        }

        void presses() throws SQLException {
            SosPress press =
                    new SosPress("p1", now, now.toEpochMilli(), true, 3200, new Fix(30.2, 120.1, null, null), 120);
            Entry entry = new Entry(new Sent("b1", Topic.Kind.SOS, now), press, List.of(), band());
            sos.write(List.of(entry));
            sos.write(List.of(entry));
            sos.write(List.of(new Entry(
                    new Sent("b1", Topic.Kind.SOS, now), new SosCancel("p1", now.plusSeconds(3)), List.of(), band())));
            assertThat(hook.raised).hasSize(1);
            assertThat(hook.calledOff).containsExactly(1L);
            assertThat(town.count("SELECT count(*) FROM sos_press WHERE alert_id = 1"))
                    .isOne();
        }

        void refusals() throws SQLException {
            Refusal refusal = new Refusal(Reason.CLOCK, "[0].ts", "the time is in 1970");
            telemetry.write(
                    List.of(new Entry(new Sent("b1", Topic.Kind.TELEMETRY, now), null, List.of(refusal), band())));
            assertThat(town.count("SELECT count(*) FROM rejected_message WHERE reason = 'clock'"))
                    .isOne();
            new RejectedMessages(town.jdbi(), Clock.offset(Clock.systemUTC(), Duration.ofDays(31))).forgetOld();
            assertThat(town.count("SELECT count(*) FROM rejected_message")).isZero();
        }

        private static Telemetry report(
                Instant at, int bpm, @Nullable BloodPressure pressure, @Nullable Double temperature) {
            return new Telemetry(
                    List.of(new Report(at, bpm, pressure, null, temperature, null, null, null, null, null)));
        }

        private Entry entry(BandMessage message) {
            return new Entry(new Sent("b1", Topic.Kind.TELEMETRY, now), message, List.of(), band());
        }

        private Band band() {
            return Objects.requireNonNull(directory.find("b1"));
        }

        private long wearer() {
            return town.count("SELECT id FROM wearer WHERE code = 'b1'");
        }

        private static HourOfVitals.Range range(double value) {
            return new HourOfVitals.Range(value, value, value);
        }
    }
}
