package io.kanhu.ingest.store;

import io.kanhu.ingest.Part;
import io.kanhu.ingest.state.PendingStates;
import io.kanhu.ingest.state.WearerState;
import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.FixSource;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.StatusReport;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The measurements of one batch, sorted into their tables. Used by one thread. */
final class Measurements {
    private final List<Row> vitalSigns = new ArrayList<>();
    private final List<Row> fixes = new ArrayList<>();
    private final List<Row> statuses = new ArrayList<>();
    private final List<DoneCommands.Done> done = new ArrayList<>();

    void add(String band, @Nullable Band known, Instant receivedAt, Report report) {
        long at = report.measuredAt().toEpochMilli();
        long received = receivedAt.toEpochMilli();
        Long wearer = wearerOf(known, report.measuredAt());
        if (report.hasVitalSigns()) {
            BloodPressure pressure = report.bloodPressure();
            vitalSigns.add(new Row(band, at, wearer, received, new @Nullable Object[] {
                report.heartRateBpm(),
                pressure == null ? null : pressure.systolicMmHg(),
                pressure == null ? null : pressure.diastolicMmHg(),
                report.spo2Percent(),
                report.temperatureCelsius(),
                report.steps(),
                report.qualityPercent()
            }));
        }
        if (report.fix() != null) {
            addFix(band, at, wearer, received, report.fix());
        }
        if (report.hasStatus()) {
            statuses.add(new Row(band, at, wearer, received, new @Nullable Object[] {
                null, report.batteryPercent(), null, report.worn(), null, null
            }));
        }
    }

    void add(String band, @Nullable Band known, Instant receivedAt, StatusReport status) {
        if (status.done() != null) {
            done.add(new DoneCommands.Done(band, status.done(), receivedAt));
        }
        if (!status.hasStatus()) {
            return;
        }
        statuses.add(new Row(
                band,
                status.reportedAt().toEpochMilli(),
                wearerOf(known, status.reportedAt()),
                receivedAt.toEpochMilli(),
                new @Nullable Object[] {
                    status.online(),
                    status.batteryPercent(),
                    status.charging(),
                    status.worn(),
                    status.signalPercent(),
                    status.firmware()
                }));
    }

    /** What a press brought along: the pulse and the place of that moment. */
    void add(
            String band,
            @Nullable Long wearer,
            Instant receivedAt,
            Instant pressedAt,
            @Nullable Integer heartRateBpm,
            @Nullable Fix fix) {
        long at = pressedAt.toEpochMilli();
        if (heartRateBpm != null) {
            vitalSigns.add(new Row(band, at, wearer, receivedAt.toEpochMilli(), new @Nullable Object[] {
                heartRateBpm, null, null, null, null, null, null
            }));
        }
        if (fix != null) {
            addFix(band, at, wearer, receivedAt.toEpochMilli(), fix);
        }
    }

    /**
     * Writes them all.
     *
     * @param mayRepeat whether some may be stored; if they are and this is false, it fails with {@link MeasurementTable#REPEATED}
     */
    void write(Connection connection, boolean mayRepeat) throws SQLException {
        MeasurementTable.VITAL_SIGN.insert(connection, merged(vitalSigns), mayRepeat);
        MeasurementTable.LOCATION_FIX.insert(connection, merged(fixes), mayRepeat);
        MeasurementTable.BAND_STATUS.insert(connection, merged(statuses), mayRepeat);
        DoneCommands.record(connection, done);
    }

    /** What there is to write, some of which may be stored, as parts of several statements. Of a press, that is. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (!vitalSigns.isEmpty()) {
            parts.add(MeasurementTable.VITAL_SIGN.part(merged(vitalSigns), true));
        }
        if (!fixes.isEmpty()) {
            parts.add(MeasurementTable.LOCATION_FIX.part(merged(fixes), true));
        }
        return parts;
    }

    /** Tells the wearers' states what was measured. */
    void noteIn(PendingStates states) {
        for (Row row : vitalSigns) {
            WearerState state = stateOf(states, row);
            if (state != null) {
                noteVitalSigns(state, row);
            }
        }
        for (Row row : fixes) {
            WearerState state = stateOf(states, row);
            if (state != null && row.value(0) instanceof Double latitude && row.value(1) instanceof Double longitude) {
                state.fix(latitude, longitude, (Double) row.value(2), row.measuredAtMillis());
            }
        }
        for (Row row : statuses) {
            // A will is not the band's own word, but that it has none.
            WearerState state = Boolean.FALSE.equals(row.value(0)) ? null : stateOf(states, row);
            if (state != null) {
                noteStatus(state, row);
            }
        }
    }

    private static @Nullable WearerState stateOf(PendingStates states, Row row) {
        Long wearer = row.wearerId();
        // A clock that runs ahead has not been heard of tomorrow.
        long at = Math.min(row.measuredAtMillis(), row.receivedAtMillis());
        return wearer == null ? null : states.of(wearer, row.band(), at);
    }

    private static void noteVitalSigns(WearerState state, Row row) {
        if (row.value(0) instanceof Integer heartRate) {
            state.heartRate(heartRate, row.measuredAtMillis());
        }
        if (row.value(1) instanceof Integer systolic && row.value(2) instanceof Integer diastolic) {
            state.pressure(systolic, diastolic, row.measuredAtMillis());
        }
        if (row.value(5) instanceof Integer steps) {
            state.steps(steps, row.measuredAtMillis());
        }
    }

    private static void noteStatus(WearerState state, Row row) {
        if (row.value(1) instanceof Integer battery) {
            state.battery(battery, row.measuredAtMillis());
        }
        if (row.value(3) instanceof Boolean worn) {
            state.worn(worn, row.measuredAtMillis());
        }
    }

    static @Nullable Long wearerOf(@Nullable Band known, Instant at) {
        if (known == null) {
            return null;
        }
        Worn worn = known.wearerAt(at);
        return worn == null ? null : worn.wearerId();
    }

    private void addFix(String band, long at, @Nullable Long wearer, long received, Fix fix) {
        FixSource source = fix.source();
        fixes.add(new Row(band, at, wearer, received, new @Nullable Object[] {
            fix.latitude(), fix.longitude(), fix.accuracyMetres(), source == null ? null : source.code()
        }));
    }

    /** In order of the keys; what has the same key is one row, in which the earlier word stands. */
    private static List<Row> merged(List<Row> rows) {
        Collections.sort(rows);
        List<Row> merged = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (!merged.isEmpty() && merged.getLast().hasKeyOf(row)) {
                merged.getLast().fillFrom(row);
            } else {
                merged.add(row);
            }
        }
        return merged;
    }
}
