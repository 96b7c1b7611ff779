package io.kanhu.ingest.store;

import io.kanhu.ingest.state.WearerStates;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.SosCancel;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.StatusReport;
import io.kanhu.protocol.Telemetry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Stores a batch of telemetry and status messages: one statement a table, one transaction. Used by one thread. */
public final class TelemetryStore implements BatchWriter {
    private final DataSource database;
    private final WearerStates states;
    private final RuleHook rules;
    private final Repeats repeats = new Repeats();

    public TelemetryStore(DataSource database, WearerStates states, RuleHook rules) {
        this.database = database;
        this.states = states;
        this.rules = rules;
    }

    @Override
    public void write(List<Entry> batch) throws SQLException {
        boolean mayRepeat = repeats.mayCome();
        try {
            write(batch, mayRepeat);
        } catch (SQLException e) {
            if (mayRepeat || !MeasurementTable.REPEATED.equals(e.getSQLState())) {
                throw e;
            }
            repeats.met();
            write(batch, true);
        }
    }

    private void write(List<Entry> batch, boolean mayRepeat) throws SQLException {
        Measurements measurements = new Measurements();
        boolean somebodyWaits;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (Entry entry : batch) {
                    collect(entry, measurements);
                    Rejections.record(connection, entry.delivery(), entry.refusals());
                }
                measurements.write(connection, mayRepeat);
                somebodyWaits = rules.stored(connection, batch);
                connection.commit();
            } catch (SQLException e) {
                Rollback.after(e, connection);
                throw e;
            }
        }
        states.note(measurements::noteIn);
        if (somebodyWaits) {
            rules.committed();
        }
    }

    private static void collect(Entry entry, Measurements measurements) {
        String band = entry.delivery().band();
        Instant receivedAt = entry.delivery().receivedAt();
        switch (entry.message()) {
            case null -> {}
            case Telemetry telemetry -> {
                for (Report report : telemetry.reports()) {
                    measurements.add(band, entry.band(), receivedAt, report);
                }
            }
            case StatusReport status -> measurements.add(band, entry.band(), receivedAt, status);
            case SosPress press -> throw new IllegalStateException("a press in the telemetry lane: " + press.id());
            case SosCancel cancel -> throw new IllegalStateException("a cancel in the telemetry lane: " + cancel.id());
        }
    }
}
