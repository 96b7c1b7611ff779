package io.kanhu.ingest.store;

import io.kanhu.ingest.Part;
import io.kanhu.ingest.Values;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One table of measurements and its inserts: a batch goes over as one array a column. A second report with the same key fills
 * what is still empty and never overwrites; one that adds nothing writes nothing, so a redelivery costs no row version. Rows that
 * are taken for new are written without looking for earlier ones; if one was there, the statement fails with {@link #REPEATED}.
 *
 * <p>Most bands measure one or two things, so a statement has only the columns of which the batch holds a value. Columns that are
 * measured together come and go together, which keeps the statements few.
 */
final class MeasurementTable {
    /** SQLSTATE of a row whose key is there. */
    static final String REPEATED = "23505";

    /** A value column: its name, its type in an array, and which others it comes with. */
    record Column(String name, String arrayType, int group) {}

    static final MeasurementTable VITAL_SIGN = new MeasurementTable(
            "vital_sign",
            List.of(
                    new Column("heart_rate", "int4", 0),
                    new Column("systolic", "int4", 1),
                    new Column("diastolic", "int4", 1),
                    new Column("spo2", "int4", 2),
                    new Column("temperature", "float8", 2),
                    new Column("steps", "int4", 2),
                    new Column("quality", "int4", 2)));

    static final MeasurementTable LOCATION_FIX = new MeasurementTable(
            "location_fix",
            List.of(
                    new Column("latitude", "float8", 0),
                    new Column("longitude", "float8", 0),
                    new Column("accuracy", "float8", 0),
                    new Column("source", "text", 0)));

    static final MeasurementTable BAND_STATUS = new MeasurementTable(
            "band_status",
            List.of(
                    new Column("online", "bool", 1),
                    new Column("battery", "int4", 0),
                    new Column("charging", "bool", 1),
                    new Column("worn", "bool", 0),
                    new Column("signal", "int4", 1),
                    new Column("firmware", "text", 1)));

    private final String table;
    private final List<Column> columns;
    private final Map<Insert, String> inserts = new ConcurrentHashMap<>();

    /** An insert: of which columns, and whether for rows that may be there. */
    private record Insert(List<Integer> present, boolean mayRepeat) {}

    private MeasurementTable(String table, List<Column> columns) {
        this.table = table;
        this.columns = columns;
    }

    private String sqlOf(Insert insert) {
        return inserts.computeIfAbsent(insert, key -> {
            List<Column> present = key.present().stream().map(columns::get).toList();
            return key.mayRepeat() ? insertInto(table, present) + fillIn(table, present) : insertInto(table, present);
        });
    }

    private static String insertInto(String table, List<Column> columns) {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String parameters = columns.stream()
                .map(column -> "?::" + column.arrayType() + "[]")
                .collect(Collectors.joining(", "));
        return """
                INSERT INTO %1$s (band, measured_at, wearer_id, received_at, %2$s)
                SELECT band, 'epoch'::timestamptz + measured * INTERVAL '1 ms', wearer,
                       'epoch'::timestamptz + received * INTERVAL '1 ms', %2$s
                  FROM unnest(?::text[], ?::int8[], ?::int8[], ?::int8[], %3$s)
                    AS batch (band, measured, wearer, received, %2$s)
                """.formatted(table, names, parameters);
    }

    private static String fillIn(String table, List<Column> columns) {
        String fill = columns.stream()
                .map(column -> "%1$s = COALESCE(%2$s.%1$s, EXCLUDED.%1$s)".formatted(column.name(), table))
                .collect(Collectors.joining(", "));
        String adds = columns.stream()
                .map(column -> "(%2$s.%1$s IS NULL AND EXCLUDED.%1$s IS NOT NULL)".formatted(column.name(), table))
                .collect(Collectors.joining(" OR "));
        return "ON CONFLICT (band, measured_at) DO UPDATE SET %s WHERE %s".formatted(fill, adds);
    }

    /**
     * Writes all rows with one statement.
     *
     * @param rows in order of their keys, no two with the same
     * @param mayRepeat whether there may be rows with these keys
     */
    void insert(Connection connection, List<Row> rows, boolean mayRepeat) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<Integer> present = presentIn(rows);
        try (PreparedStatement statement = connection.prepareStatement(sqlOf(new Insert(present, mayRepeat)))) {
            bind(new Values(statement), rows, present);
            statement.executeUpdate();
        }
    }

    /** The same as a part of several statements; rows there must be. */
    Part part(List<Row> rows, boolean mayRepeat) {
        List<Integer> present = presentIn(rows);
        return new Part() {
            @Override
            public String sql() {
                return sqlOf(new Insert(present, mayRepeat));
            }

            @Override
            public void bind(Values values) throws SQLException {
                MeasurementTable.this.bind(values, rows, present);
            }
        };
    }

    private void bind(Values values, List<Row> rows, List<Integer> present) throws SQLException {
        int size = rows.size();
        String[] bands = new String[size];
        Long[] measured = new Long[size];
        @Nullable Long[] wearers = new @Nullable Long[size];
        Long[] received = new Long[size];
        for (int i = 0; i < size; i++) {
            Row row = rows.get(i);
            bands[i] = row.band();
            measured[i] = row.measuredAtMillis();
            wearers[i] = row.wearerId();
            received[i] = row.receivedAtMillis();
        }
        values.array("text", bands)
                .array("int8", measured)
                .array("int8", wearers)
                .array("int8", received);
        for (int column : present) {
            String type = columns.get(column).arrayType();
            values.array(type, valuesOf(rows, column, type));
        }
    }

    private List<Integer> presentIn(List<Row> rows) {
        int groups = 0;
        for (Row row : rows) {
            for (int column = 0; column < columns.size(); column++) {
                if (row.value(column) != null) {
                    groups |= 1 << columns.get(column).group();
                }
            }
        }
        int found = groups;
        return IntStream.range(0, columns.size())
                .filter(column -> (found >> columns.get(column).group() & 1) == 1)
                .boxed()
                .toList();
    }

    private static @Nullable Object[] valuesOf(List<Row> rows, int column, String type) {
        @Nullable Object[] values = emptyArray(type, rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i).value(column);
        }
        return values;
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
