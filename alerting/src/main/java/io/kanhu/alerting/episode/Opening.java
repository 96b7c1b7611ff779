package io.kanhu.alerting.episode;

import io.kanhu.ingest.SosHook.Pressed;
import io.kanhu.registry.place.Spot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A press that becomes a call for help, or one more press on the call that is open: one open call per wearer, however many presses come
 * in at once. In the caller's transaction; blocks.
 *
 * @param place where the wearer is, as far as known
 * @param spot the grid that lies in
 * @param late whether it took long to come in
 */
record Opening(Pressed pressed, Optional<Place> place, Optional<Spot> spot, boolean late, Instant now) {
    private static final String INSERT = """
            INSERT INTO alert (kind, severity, state, wearer_id, band, grid_id, raised_at, received_at, late,
                               latitude, longitude, accuracy, located_at, at_grid_id, at_area_id,
                               next_action_at)
            SELECT 'sos', 'emergency', 'raised', :wearer, :band, :grid, :pressed, :received, :late,
                   :latitude, :longitude, :accuracy, :located, :atGrid, :atArea, :now
            ON CONFLICT (kind, coalesce(wearer_id::text, 'band ' || band))
                  WHERE state NOT IN ('resolved', 'closed')
            DO UPDATE SET press_count = alert.press_count + 1,
                          version = alert.version + 1,
                          (latitude, longitude, accuracy, located_at, at_grid_id, at_area_id) =
                            (SELECT * FROM (VALUES
                               (EXCLUDED.latitude, EXCLUDED.longitude, EXCLUDED.accuracy, EXCLUDED.located_at,
                                EXCLUDED.at_grid_id, EXCLUDED.at_area_id),
                               (alert.latitude, alert.longitude, alert.accuracy, alert.located_at,
                                alert.at_grid_id, alert.at_area_id)) AS place
                              ORDER BY 4 DESC NULLS LAST LIMIT 1)
            RETURNING id AS call_id, state AS call_state, press_count = 1 AS is_new
            """;

    /** A call as it was found or made. */
    record Episode(long id, AlertState state, boolean isNew) {}

    /** Makes the case, or counts the press on the one that is open. */
    Episode open(Handle handle) {
        return handle.createQuery(INSERT)
                .bind("wearer", pressed.wearerId())
                .bind("band", pressed.band())
                .bind("grid", pressed.gridId())
                .bind("pressed", utc(pressed.press().pressedAt()))
                .bind("received", utc(pressed.receivedAt()))
                // Should it not begin in this transaction, the engine finds it.
                .bind("now", utc(now))
                .bind("late", late)
                .bind("latitude", latitude())
                .bind("longitude", longitude())
                .bind("accuracy", accuracy())
                .bind("located", located())
                .bind("atGrid", atGrid())
                .bind("atArea", atArea())
                .map((row, context) -> episode(row))
                .one();
    }

    private static Episode episode(ResultSet row) throws SQLException {
        return new Episode(
                row.getLong("call_id"), AlertState.of(row.getString("call_state")), row.getBoolean("is_new"));
    }

    @Nullable
    Double latitude() {
        return place.map(Place::latitude).orElse(null);
    }

    @Nullable
    Double longitude() {
        return place.map(Place::longitude).orElse(null);
    }

    /** Metres. */
    @Nullable
    Double accuracy() {
        return place.map(Place::accuracyMetres).orElse(null);
    }

    @Nullable
    OffsetDateTime located() {
        return place.map(where -> utc(where.at())).orElse(null);
    }

    @Nullable
    Long atGrid() {
        return spot.map(Spot::gridId).orElse(null);
    }

    @Nullable
    Long atArea() {
        return spot.map(Spot::areaId).orElse(null);
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
