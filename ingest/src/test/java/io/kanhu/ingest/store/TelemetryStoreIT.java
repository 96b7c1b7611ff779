package io.kanhu.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.ingest.Neighbourhood;
import io.kanhu.ingest.Recorded;
import io.kanhu.ingest.state.WearerStates;
import io.kanhu.protocol.BandMessage;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.StatusReport;
import io.kanhu.protocol.Telemetry;
import io.kanhu.registry.BandDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryStoreIT {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Neighbourhood town;
    private BandDirectory directory;
    private WearerStates states;
    private TelemetryStore store;

    @BeforeEach
    void start() {
        town = new Neighbourhood("b1", "b2");
        directory = town.directory();
        states = new WearerStates(town.database().dataSource(), Clock.systemUTC(), new SimpleMeterRegistry());
        store = new TelemetryStore(town.database().dataSource(), states, RuleHook.NONE);
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void whatIsMeasuredInOneSecondFillsOneRowBatchByBatchAndNothingIsOverwritten() throws SQLException {
        store.write(List.of(said("b1", pulse(71))));
        store.write(List.of(said("b1", pressure(140, 85))));
        store.write(List.of(said("b1", temperature(36.6))));
        store.write(List.of(said("b1", pulse(99)), said("b1", pressure(180, 110))));
        assertThat(vitalSigns()).containsExactly("71 140 85 36.6");
    }

    @Test
    void withinABatchTheEarlierWordStandsAndTheLaterFills() throws SQLException {
        store.write(List.of(said("b1", pulse(71)), said("b1", pressure(140, 85)), said("b1", pulse(99))));
        assertThat(vitalSigns()).containsExactly("71 140 85 -");
    }

    @Test
    void aRedeliveryWritesNoRowVersion() throws SQLException {
        List<Entry> batch = List.of(said("b1", pulse(71)), said("b2", pressure(140, 85)));
        store.write(batch);
        List<String> versions = versions();
        store.write(batch);
        store.write(List.of(said("b2", pressure(140, 85)), said("b1", pulse(71))));
        assertThat(versions()).hasSize(2).isEqualTo(versions);
    }

    @Test
    void rowsOfOneBatchThatMeasuredDifferentThingsKeepThemApart() throws SQLException {
        store.write(List.of(said("b2", temperature(37.1)), said("b1", pulse(71))));
        assertThat(vitalSigns()).containsExactly("71 - - -", "- - - 37.1");
    }

    @Test
    void theBatteryOfAReportAndTheRestOfAStatusMeetInOneRow() throws SQLException {
        Report battery = new Report(now, null, null, null, null, null, null, 80, true, null);
        store.write(List.of(said("b1", new Telemetry(List.of(battery)))));
        store.write(List.of(said("b1", new StatusReport(now, true, 5, false, null, 60, "1.2"))));
        assertThat(texts("SELECT concat_ws(' ', online, battery, charging, worn, signal, firmware) FROM band_status"))
                .containsExactly("t 80 f t 60 1.2");
    }

    @Test
    void whatIsStoredIsTheWearersNewestSoonAfter() throws SQLException {
        store.write(List.of(said("b1", pulse(71)), said("b1", pressure(140, 85))));
        store.write(List.of(said("b1", new StatusReport(now, true, 5, false, true, 60, "1.2"))));
        store.write(List.of(said("b1", pulse(99, now.minusSeconds(9)))));
        states.close();
        assertThat(texts("SELECT concat_ws(' ', heart_rate, systolic, diastolic, battery, worn) FROM wearer_state"))
                .containsExactly("71 140 85 5 t");
    }

    @Test
    void aWillIsNoWordOfTheBand() throws SQLException {
        store.write(List.of(said("b1", new StatusReport(now, false, null, null, null, null, null))));
        states.close();
        assertThat(texts("SELECT band FROM wearer_state")).isEmpty();
    }

    @Test
    void twoWritersWhoseBatchesCrossDoNotBlockEachOtherForGood() throws Exception {
        List<Entry> there = new ArrayList<>();
        for (int second = 0; second < 500; second++) {
            Instant at = now.minusSeconds(second);
            there.add(said(second % 2 == 0 ? "b1" : "b2", pulse(60, at)));
        }
        List<Entry> back = there.reversed();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> written : List.of(writers.submit(() -> write(there)), writers.submit(() -> write(back)))) {
                written.get();
            }
        }
        assertThat(vitalSigns()).hasSize(500);
    }

    @Test
    void aRuleSeesTheBatchInItsTransactionAndWhatItWritesIsCommittedWithIt() throws SQLException {
        List<String> seen = new ArrayList<>();
        RuleHook copies = new RuleHook() {
            @Override
            public boolean stored(Connection connection, List<Entry> batch) throws SQLException {
                try (Statement copy = connection.createStatement()) {
                    seen.add(copy.executeUpdate(
                                    "INSERT INTO vital_sign (band, measured_at, received_at, heart_rate)"
                                            + " SELECT 'copy', measured_at, received_at, heart_rate FROM vital_sign WHERE heart_rate > 100")
                            + " written");
                }
                return !seen.equals(List.of("0 written"));
            }

            @Override
            public void committed() {
                seen.add(vitalSigns().size() + " committed");
            }
        };
        TelemetryStore judged = new TelemetryStore(town.database().dataSource(), states, copies);
        judged.write(List.of(said("b1", pulse(71))));
        judged.write(List.of(said("b2", pulse(140))));
        assertThat(seen).containsExactly("0 written", "1 written", "3 committed");
    }

    private Object write(List<Entry> batch) throws SQLException {
        store.write(batch);
        return batch;
    }

    private Entry said(String band, Report report) {
        return said(band, new Telemetry(List.of(report)));
    }

    private Entry said(String band, BandMessage message) {
        return new Entry(new Recorded(band, new ArrayList<>()), message, List.of(), directory.find(band));
    }

    private Report pulse(int bpm) {
        return pulse(bpm, now);
    }

    private static Report pulse(int bpm, Instant at) {
        return new Report(at, bpm, null, null, null, null, null, null, null, null);
    }

    private Report pressure(int systolic, int diastolic) {
        return new Report(now, null, new BloodPressure(systolic, diastolic), null, null, null, null, null, null, null);
    }

    private Report temperature(double celsius) {
        return new Report(now, null, null, null, celsius, null, null, null, null, null);
    }

    /** Pulse, pressure and temperature by band and time; a dash where nothing was measured. */
    private List<String> vitalSigns() {
        return texts("""
                SELECT concat_ws(' ', COALESCE(heart_rate::text, '-'), COALESCE(systolic::text, '-'),
                                 COALESCE(diastolic::text, '-'), COALESCE(temperature::text, '-'))
                  FROM vital_sign ORDER BY band, measured_at
                """);
    }

    private List<String> versions() {
        return texts("SELECT xmin || ' ' || ctid FROM vital_sign ORDER BY band");
    }

    private List<String> texts(String sql) {
        return town.jdbi()
                .withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
    }
}
