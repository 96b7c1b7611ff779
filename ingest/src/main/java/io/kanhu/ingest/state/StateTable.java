package io.kanhu.ingest.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of states. A value gives way to a newer one only, so nodes may write in any order and more than once. */
final class StateTable {

    /**
     * A column of the table.
     *
     * @param type in an array; times go over as milliseconds
     * @param time the column that says which of two values is newer
     */
    private record Column(String name, String type, String time, Function<WearerState, @Nullable Object> value) {
        boolean isTime() {
            return name.equals(time);
        }

        String read() {
            return isTime()
                    ? "'epoch'::timestamptz + %s * INTERVAL '1 ms'".formatted(name)
                    : "CASE WHEN %2$s IS NOT NULL THEN %1$s END".formatted(name, time);
        }

        String newerStands() {
            if (name.equals(STEPPED_AT)) {
                return STEPPED;
            }
            return isTime()
                    ? "%1$s = GREATEST(s.%1$s, EXCLUDED.%1$s)".formatted(name)
                    : "%1$s = CASE WHEN EXCLUDED.%2$s > coalesce(s.%2$s, '-infinity') THEN EXCLUDED.%1$s ELSE s.%1$s END"
                            .formatted(name, time);
        }
    }

    private static final String STEPPED_AT = "stepped_at";

    /** A count that is less than before has begun anew at midnight: then anything but none is steps. */
    private static final String STEPPED = """
            stepped_at = CASE WHEN EXCLUDED.steps_at > coalesce(s.steps_at, '-infinity')
                               AND (s.steps IS NULL OR EXCLUDED.steps > s.steps OR (EXCLUDED.steps < s.steps AND EXCLUDED.steps > 0))
                              THEN EXCLUDED.steps_at ELSE s.stepped_at END
            """;

    private static final List<Column> COLUMNS = List.of(
            new Column("band", "text", "heard_at", state -> state.band),
            time("heard_at", state -> state.heardAt),
            new Column("heart_rate", "int4", "heart_rate_at", state -> state.heartRate),
            time("heart_rate_at", state -> state.heartRateAt),
            new Column("systolic", "int4", "pressure_at", state -> state.systolic),
            new Column("diastolic", "int4", "pressure_at", state -> state.diastolic),
            time("pressure_at", state -> state.pressureAt),
            new Column("latitude", "float8", "fix_at", state -> state.latitude),
            new Column("longitude", "float8", "fix_at", state -> state.longitude),
            new Column("accuracy", "float8", "fix_at", state -> state.accuracy),
            time("fix_at", state -> state.fixAt),
            new Column("battery", "int4", "battery_at", state -> state.battery),
            time("battery_at", state -> state.batteryAt),
            new Column("worn", "bool", "worn_at", state -> state.worn),
            time("worn_at", state -> state.wornAt),
            new Column("steps", "int4", "steps_at", state -> state.steps),
            time("steps_at", state -> state.stepsAt),
            time(STEPPED_AT, state -> state.stepsAt));

    private static final String WRITE =
            upsert("""
            SELECT wearer_id, %1$s FROM unnest(?::int8[], %2$s) AS batch (wearer_id, %3$s)
             WHERE EXISTS (SELECT FROM wearer w WHERE w.id = batch.wearer_id)
            """.formatted(each(Column::read), each(column -> "?::" + column.type() + "[]"), each(Column::name)));

    /** Each from the newest row that has it, found by the tables' key under the few bands that the wearer has worn. */
    private static final String RECOVER = upsert("""
            SELECT w.id,
                   (SELECT band FROM band_assignment WHERE wearer_id = w.id ORDER BY starts_at DESC, id DESC LIMIT 1),
                   GREATEST(pulse.at, pressure.at, fix.at, battery.at, worn.at, steps.at),
                   pulse.heart_rate, pulse.at, pressure.systolic, pressure.diastolic, pressure.at,
                   fix.latitude, fix.longitude, fix.accuracy, fix.at, battery.battery, battery.at, worn.worn, worn.at,
                   steps.steps, steps.at, steps.at
              FROM wearer w
              LEFT JOIN LATERAL (%s) AS pulse ON true
              LEFT JOIN LATERAL (%s) AS pressure ON true
              LEFT JOIN LATERAL (%s) AS fix ON true
              LEFT JOIN LATERAL (%s) AS battery ON true
              LEFT JOIN LATERAL (%s) AS worn ON true
              LEFT JOIN LATERAL (%s) AS steps ON true
             WHERE w.id > ? AND w.id <= ? AND num_nonnulls(pulse.at, pressure.at, fix.at, battery.at, worn.at, steps.at) > 0
            """.formatted(
                    newest("vital_sign", "heart_rate", "heart_rate"),
                    newest("vital_sign", "systolic", "systolic, diastolic"),
                    newest("location_fix", "latitude", "latitude, longitude, accuracy"),
                    newest("band_status", "battery", "battery"),
                    newest("band_status", "worn", "worn"),
                    newest("vital_sign", "steps", "steps")));

    private static final int LATERALS = 6;

    private StateTable() {}

    /** Writes states with one statement; those of wearers who are gone are left out. */
    static void write(Connection connection, List<WearerState> states) throws SQLException {
        // In order, so that two nodes do not wait for each other in a circle.
        List<WearerState> sorted = states.stream()
                .sorted(Comparator.comparingLong(state -> state.wearerId))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setArray(1, arrayOf(connection, "int8", sorted, state -> state.wearerId));
            int parameter = 2;
            for (Column column : COLUMNS) {
                statement.setArray(parameter++, arrayOf(connection, column.type(), sorted, column.value()));
            }
            statement.executeUpdate();
        }
    }

    /** The last of the next so many wearers in order of their ids. */
    static OptionalLong lastOf(Connection connection, long after, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT max(id) FROM (SELECT id FROM wearer WHERE id > ? ORDER BY id LIMIT ?) AS next")) {
            statement.setLong(1, after);
            statement.setInt(2, most);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long last = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(last);
            }
        }
    }

    /** Reads from the measurements since then what is newest of these wearers. */
    static void recover(Connection connection, long after, long last, Instant since) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RECOVER)) {
            int parameter = 1;
            while (parameter <= LATERALS) {
                statement.setObject(parameter++, since.atOffset(ZoneOffset.UTC));
            }
            statement.setLong(parameter++, after);
            statement.setLong(parameter, last);
            statement.executeUpdate();
        }
    }

    private static Column time(String name, Function<WearerState, Long> value) {
        return new Column(name, "int8", name, state -> {
            long at = value.apply(state);
            return at == WearerState.NEVER ? null : at;
        });
    }

    private static String upsert(String rows) {
        return """
                INSERT INTO wearer_state AS s (wearer_id, %s)
                %s
                ON CONFLICT (wearer_id) DO UPDATE SET %s
                """.formatted(each(Column::name), rows, each(Column::newerStands));
    }

    private static String newest(String table, String wanted, String columns) {
        return """
                SELECT newest.* FROM (SELECT DISTINCT band FROM band_assignment WHERE wearer_id = w.id) AS a
                 CROSS JOIN LATERAL (
                   SELECT %3$s, measured_at AS at FROM %1$s
                    WHERE band = a.band AND wearer_id = w.id AND %2$s IS NOT NULL AND measured_at > ?
                    ORDER BY measured_at DESC LIMIT 1) AS newest
                 ORDER BY at DESC LIMIT 1
                """.formatted(table, wanted, columns);
    }

    private static String each(Function<Column, String> text) {
        return COLUMNS.stream().map(text).collect(Collectors.joining(", "));
    }

    private static java.sql.Array arrayOf(
            Connection connection, String type, List<WearerState> states, Function<WearerState, @Nullable Object> value)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[states.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(states.get(i));
        }
        return connection.createArrayOf(type, values);
    }
}
