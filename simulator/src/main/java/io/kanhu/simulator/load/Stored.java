package io.kanhu.simulator.load;

import io.kanhu.simulator.load.Mix.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
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
        return switch (mix) {
            case SOS -> of(rowsOf(database, "sos_press"), bands, Kind.PRESS);
            case PULSE -> of(rowsOf(database, "vital_sign"), bands, Kind.PULSE, Kind.PULSE_AND_PRESSURE);
            case CITY ->
                of(rowsOf(database, "vital_sign"), bands, Kind.PULSE, Kind.PULSE_AND_PRESSURE)
                        .plus(of(rowsOf(database, "location_fix"), bands, Kind.PLACE_AND_BATTERY))
                        .plus(of(rowsOf(database, "band_status"), bands, Kind.PLACE_AND_BATTERY));
        };
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

    private static Map<String, Long> rowsOf(Connection database, String table) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        try (PreparedStatement query =
                        database.prepareStatement("SELECT band, count(*) FROM " + table + " GROUP BY band");
                ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.put(result.getString(1), result.getLong(2));
            }
        }
        return rows;
    }
}
