package io.kanhu.alerting.episode;

import io.kanhu.alerting.routing.Sighting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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

    /** The same, to be asked which grid it lies in. */
    Sighting sighting() {
        return new Sighting(latitude, longitude, accuracyMetres, at);
    }

    /** Where a band was last, unless that is longer ago. */
    static Optional<Place> lastOf(Handle handle, String band, Instant since) {
        return handle.createQuery("""
                        SELECT latitude, longitude, accuracy, measured_at FROM location_fix
                         WHERE band = :band AND measured_at > :since ORDER BY measured_at DESC LIMIT 1
                        """)
                .bind("band", band)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .map((row, context) -> read(row, "measured_at"))
                .findOne();
    }
}
