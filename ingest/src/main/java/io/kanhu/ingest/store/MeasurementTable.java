package io.kanhu.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One table of measurements and its insert: a batch goes over as one array a column. A second report with the same key fills
 * what is still empty and never overwrites; one that adds nothing writes nothing, so a redelivery costs no row version.
 */
final class MeasurementTable {

    /** A value column: its name, its type in an array, and its type in the table. */
    record Column(String name, String arrayType) {}

    static final MeasurementTable VITAL_SIGN = new MeasurementTable(
            "vital_sign",
            List.of(
                    new Column("heart_rate", "int4"),
                    new Column("systolic", "int4"),
                    new Column("diastolic", "int4"),
                    new Column("spo2", "int4"),
                    new Column("temperature", "float8"),
                    new Column("steps", "int4"),
                    new Column("quality", "int4")));

    static final MeasurementTable LOCATION_FIX = new MeasurementTable(
            "location_fix",
            List.of(
                    new Column("latitude", "float8"),
                    new Column("longitude", "float8"),
                    new Column("accuracy", "float8"),
                    new Column("source", "text")));

    static final MeasurementTable BAND_STATUS = new MeasurementTable(
            "band_status",
            List.of(
                    new Column("online", "bool"),
                    new Column("battery", "int4"),
                    new Column("charging", "bool"),
                    new Column("worn", "bool"),
                    new Column("signal", "int4"),
                    new Column("firmware", "text")));

    private final List<Column> columns;
    private final String insert;

    private MeasurementTable(String table, List<Column> columns) {
        this.columns = columns;
        this.insert = insertInto(table, columns);
    }

    private static String insertInto(String table, List<Column> columns) {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String parameters = columns.stream()
                .map(column -> "?::" + column.arrayType() + "[]")
                .collect(Collectors.joining(", "));
        String fill = columns.stream()
                .map(column -> "%1$s = COALESCE(%2$s.%1$s, EXCLUDED.%1$s)".formatted(column.name(), table))
                .collect(Collectors.joining(", "));
        String adds = columns.stream()
                .map(column -> "(%2$s.%1$s IS NULL AND EXCLUDED.%1$s IS NOT NULL)".formatted(column.name(), table))
                .collect(Collectors.joining(" OR "));
        return """
                INSERT INTO %1$s (band, measured_at, wearer_id, received_at, %2$s)
                SELECT band, 'epoch'::timestamptz + measured * INTERVAL '1 ms', wearer,
                       'epoch'::timestamptz + received * INTERVAL '1 ms', %2$s
                  FROM unnest(?::text[], ?::int8[], ?::int8[], ?::int8[], %3$s)
                    AS batch (band, measured, wearer, received, %2$s)
                ON CONFLICT (band, measured_at) DO UPDATE SET %4$s
                 WHERE %5$s
                """.formatted(table, names, parameters, fill, adds);
    }

    /** A batch under way: rows by key, merged where two reports have the same. */
    SortedMap<Key, Row> newBatch() {
        return new TreeMap<>();
    }

    /** Writes all rows with one statement. */
    void insert(Connection connection, SortedMap<Key, Row> batch) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        int size = batch.size();
        String[] bands = new String[size];
        Long[] measured = new Long[size];
        @Nullable Long[] wearers = new @Nullable Long[size];
        Long[] received = new Long[size];
        List<@Nullable Object[]> values = new ArrayList<>(columns.size());
        for (Column column : columns) {
            values.add(emptyArray(column.arrayType(), size));
        }
        int i = 0;
        for (Map.Entry<Key, Row> entry : batch.entrySet()) {
            bands[i] = entry.getKey().band();
            measured[i] = entry.getKey().measuredAtMillis();
            Row row = entry.getValue();
            wearers[i] = row.wearerId();
            received[i] = row.receivedAtMillis();
            for (int column = 0; column < columns.size(); column++) {
                @Nullable Object[] array = values.get(column);
                array[i] = row.value(column);
            }
            i++;
        }
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setArray(1, connection.createArrayOf("text", bands));
            statement.setArray(2, connection.createArrayOf("int8", measured));
            statement.setArray(3, connection.createArrayOf("int8", wearers));
            statement.setArray(4, connection.createArrayOf("int8", received));
            for (int column = 0; column < columns.size(); column++) {
                statement.setArray(
                        5 + column, connection.createArrayOf(columns.get(column).arrayType(), values.get(column)));
            }
            statement.executeUpdate();
        }
    }

    private static @Nullable Object[] emptyArray(String type, int size) {
        return switch (type) {
            case "int4" -> new @Nullable Integer[size];
            case "float8" -> new @Nullable Double[size];
            case "bool" -> new @Nullable Boolean[size];
            default -> new @Nullable String[size];
        };
    }
}
