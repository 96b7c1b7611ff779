package io.kanhu.ingest.store;

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
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The measurements of one batch, sorted into their tables. Used by one thread. */
final class Measurements {
    private final SortedMap<Key, Row> vitalSigns = MeasurementTable.VITAL_SIGN.newBatch();
    private final SortedMap<Key, Row> fixes = MeasurementTable.LOCATION_FIX.newBatch();
    private final SortedMap<Key, Row> statuses = MeasurementTable.BAND_STATUS.newBatch();

    void add(String band, @Nullable Band known, Instant receivedAt, Report report) {
        Key key = new Key(band, report.measuredAt().toEpochMilli());
        Long wearer = wearerOf(known, report.measuredAt());
        if (report.hasVitalSigns()) {
            BloodPressure pressure = report.bloodPressure();
            put(vitalSigns, key, wearer, receivedAt, new @Nullable Object[] {
                report.heartRateBpm(),
                pressure == null ? null : pressure.systolicMmHg(),
                pressure == null ? null : pressure.diastolicMmHg(),
                report.spo2Percent(),
                report.temperatureCelsius(),
                report.steps(),
                report.qualityPercent()
            });
        }
        if (report.fix() != null) {
            addFix(key, wearer, receivedAt, report.fix());
        }
        if (report.hasStatus()) {
            put(statuses, key, wearer, receivedAt, new @Nullable Object[] {
                null, report.batteryPercent(), null, report.worn(), null, null
            });
        }
    }

    void add(String band, @Nullable Band known, Instant receivedAt, StatusReport status) {
        put(
                statuses,
                new Key(band, status.reportedAt().toEpochMilli()),
                wearerOf(known, status.reportedAt()),
                receivedAt,
                new @Nullable Object[] {
                    status.online(),
                    status.batteryPercent(),
                    status.charging(),
                    status.worn(),
                    status.signalPercent(),
                    status.firmware()
                });
    }

    /** What a press brought along: the pulse and the place of that moment. */
    void add(
            String band,
            @Nullable Long wearer,
            Instant receivedAt,
            Instant pressedAt,
            @Nullable Integer heartRateBpm,
            @Nullable Fix fix) {
        Key key = new Key(band, pressedAt.toEpochMilli());
        if (heartRateBpm != null) {
            put(vitalSigns, key, wearer, receivedAt, new @Nullable Object[] {
                heartRateBpm, null, null, null, null, null, null
            });
        }
        if (fix != null) {
            addFix(key, wearer, receivedAt, fix);
        }
    }

    void write(Connection connection) throws SQLException {
        MeasurementTable.VITAL_SIGN.insert(connection, vitalSigns);
        MeasurementTable.LOCATION_FIX.insert(connection, fixes);
        MeasurementTable.BAND_STATUS.insert(connection, statuses);
    }

    static @Nullable Long wearerOf(@Nullable Band known, Instant at) {
        if (known == null) {
            return null;
        }
        Worn worn = known.wearerAt(at);
        return worn == null ? null : worn.wearerId();
    }

    private void addFix(Key key, @Nullable Long wearer, Instant receivedAt, Fix fix) {
        FixSource source = fix.source();
        put(fixes, key, wearer, receivedAt, new @Nullable Object[] {
            fix.latitude(), fix.longitude(), fix.accuracyMetres(), source == null ? null : source.code()
        });
    }

    private static void put(
            SortedMap<Key, Row> table, Key key, @Nullable Long wearer, Instant receivedAt, @Nullable Object[] values) {
        Row row = new Row(wearer, receivedAt.toEpochMilli(), values);
        Row earlier = table.putIfAbsent(key, row);
        if (earlier != null) {
            earlier.fillFrom(row);
        }
    }
}
