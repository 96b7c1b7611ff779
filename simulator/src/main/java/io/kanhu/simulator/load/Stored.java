package io.kanhu.simulator.load;

import io.kanhu.simulator.load.Mix.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Holds what bands have a PUBACK for against what the database holds, band by band. A message is one row by its key, so a band with
 * fewer rows than acknowledged messages has lost some, and one with more rows than it has sent has some twice.
 *
 * @param rows rows in all tables the load writes to
 */
record Stored(long rows, long lost, long duplicated) {

    /** Counts everything the database holds, so nothing but this load may have written to it. */
    static Stored count(Connection database, Mix mix, List<LoadedBand> bands) throws SQLException {
        return since(0, database, mix, bands);
    }

    /** Counts what was measured since then, so nothing but this load may have sent since. */
    static Stored since(long millis, Connection database, Mix mix, List<LoadedBand> bands) throws SQLException {
        Table table = name -> rowsOf(database, name, millis);
        return switch (mix) {
            case SOS -> of(table.rows("sos_press"), bands, Kind.PRESS);
            case PULSE -> of(table.rows("vital_sign"), bands, Kind.PULSE, Kind.PULSE_AND_PRESSURE);
            case CITY ->
                of(table.rows("vital_sign"), bands, Kind.PULSE, Kind.PULSE_AND_PRESSURE)
                        .plus(of(table.rows("location_fix"), bands, Kind.PLACE_AND_BATTERY))
                        .plus(of(table.rows("band_status"), bands, Kind.PLACE_AND_BATTERY));
        };
    }

    /** In words. */
    String proof() {
        return String.format(Locale.ROOT, "stored %,d rows, lost %d, duplicated %d", rows, lost, duplicated);
    }

    private interface Table {
        /** Rows by band. */
        Map<String, Long> rows(String name) throws SQLException;
    }

    private static Stored of(Map<String, Long> rows, List<LoadedBand> bands, Kind... kinds) {
        long lost = 0;
        long duplicated = 0;
        for (LoadedBand band : bands) {
            long found = rows.getOrDefault(band.credentials().band(), 0L);
            long acknowledged = 0;
            long sent = 0;
            for (Kind kind : kinds) {
                acknowledged += band.acknowledged(kind);
                sent += band.sent(kind);
            }
            lost += Math.max(0, acknowledged - found);
            duplicated += Math.max(0, found - sent);
        }
        return new Stored(rows.values().stream().mapToLong(Long::longValue).sum(), lost, duplicated);
    }

    private Stored plus(Stored other) {
        return new Stored(rows + other.rows, lost + other.lost, duplicated + other.duplicated);
    }

    private static Map<String, Long> rowsOf(Connection database, String table, long since) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        try (PreparedStatement query = database.prepareStatement(
                """
                SELECT band, count(*) FROM %s WHERE %s >= ? GROUP BY band
                """.formatted(table, table.equals("sos_press") ? "received_at" : "measured_at"))) {
            query.setTimestamp(1, new Timestamp(since));
            ResultSet result = query.executeQuery();
            while (result.next()) {
                rows.put(result.getString(1), result.getLong(2));
            }
        }
        return rows;
    }
}
