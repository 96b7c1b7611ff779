package io.kanhu.alerting.episode;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody was and when.
 *
 * @param latitude degrees, WGS-84
 * @param longitude degrees, WGS-84
 */
public record Place(
        double latitude, double longitude, @Nullable Double accuracyMetres, Instant at) {

    /**
     * Reads a row with {@code latitude}, {@code longitude} and {@code accuracy}.
     *
     * @param time the column that says when
     */
    static Place read(ResultSet row, String time) throws SQLException {
        double accuracy = row.getDouble("accuracy");
        Double known = row.wasNull() ? null : accuracy;
        return new Place(
                row.getDouble("latitude"),
                row.getDouble("longitude"),
                known,
                row.getObject(time, OffsetDateTime.class).toInstant());
    }
}
