package io.kanhu.alerting.escalation;

import io.kanhu.alerting.routing.Sighting;
import io.kanhu.registry.place.Spot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** A wearer who is in another place now than the alert says. */
record Moved(long alertId, Sighting seen, Spot spot) {

    /** Writes it down, with a line in each case file. The alerts' versions go up. Blocks. */
    static void write(Handle handle, List<Moved> moved, Instant now) {
        handle.createUpdate("""
                        WITH seen AS (
                          SELECT * FROM unnest(:alerts::bigint[], :grids::bigint[], :areas::bigint[], :codes::text[],
                                               :latitudes::float8[], :longitudes::float8[], :accuracies::real[],
                                               :times::timestamptz[])
                                        AS u (alert, grid, area, code, latitude, longitude, accuracy, at)
                        ), written AS (
                          INSERT INTO alert_event (alert_id, at, kind, actor, detail)
                          SELECT alert, :now, 'moved', 'kanhu', jsonb_build_object('place', code) FROM seen
                        )
                        UPDATE alert a
                           SET at_grid_id = u.grid, at_area_id = u.area, latitude = u.latitude, longitude = u.longitude,
                               accuracy = u.accuracy, located_at = u.at, version = a.version + 1
                          FROM seen u WHERE a.id = u.alert
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bindArray(
                        "alerts", Long.class, moved.stream().map(Moved::alertId).toList())
                .bindArray(
                        "grids",
                        Long.class,
                        moved.stream().map(m -> m.spot().gridId()).toList())
                .bindArray(
                        "areas",
                        Long.class,
                        moved.stream().map(m -> m.spot().areaId()).toList())
                .bindArray(
                        "codes",
                        String.class,
                        moved.stream().map(m -> m.spot().code()).toList())
                .bindArray(
                        "latitudes",
                        Double.class,
                        moved.stream().map(m -> m.seen().latitude()).toList())
                .bindArray(
                        "longitudes",
                        Double.class,
                        moved.stream().map(m -> m.seen().longitude()).toList())
                .bindArray(
                        "accuracies",
                        Double.class,
                        moved.stream().map(m -> m.seen().accuracyMetres()).toList())
                .bindArray(
                        "times",
                        String.class,
                        moved.stream().map(m -> m.seen().at().toString()).toList())
                .execute();
    }

    /** Whether this is news for an alert that stands there. */
    boolean isNewTo(Position position) {
        return !Objects.equals(spot.gridId(), position.atGrid()) || !Objects.equals(spot.areaId(), position.atArea());
    }
}
