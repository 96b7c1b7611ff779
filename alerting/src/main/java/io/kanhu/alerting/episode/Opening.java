package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Foot;
import io.kanhu.ingest.SosHook.Pressed;
import io.kanhu.registry.place.Spot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

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
                   :latitude, :longitude, :accuracy, :located, :atGrid, :atArea, :now %s
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
            RETURNING %s
            """;

    private static final String PLAIN =
            INSERT.formatted("", "id AS call_id, state AS call_state, press_count = 1 AS is_new");

    /** The fall of the same moment; unless there is one, the call; which it is, at its press; and where it stands if it is new. */
    private static final String ALONE = """
            WITH RECURSIVE fall AS MATERIALIZED (
              SELECT CASE WHEN CAST(:wearer AS bigint) IS NOT NULL
                          THEN case_beside(:wearer, 'fall', :pressed, make_interval(secs => :within), :patience) END AS id
            ), opened AS (
              %s
            ), linked AS (
              UPDATE sos_press p SET alert_id = o.id FROM opened o
               WHERE p.band = :band AND p.press_id = :press AND p.device_millis = :millis
            ), %s
            SELECT fall.id AS fall_id, o.id AS call_id, o.state AS call_state, o.press_count = 1 AS is_new, s.*, p.*
              FROM fall LEFT JOIN opened o ON true LEFT JOIN %s ON true %s
            """.formatted(
                    INSERT.formatted("FROM fall WHERE fall.id IS NULL", "*"),
                    Foot.of("opened", "o.press_count = 1"),
                    Foot.WITH_PEOPLE,
                    Foot.IN_ORDER);

    /** A call as it was found or made. */
    record Episode(long id, AlertState state, boolean isNew) {}

    /**
     * What has become of a press that is alone in its transaction.
     *
     * @param fall of the same moment; then there is no call yet
     * @param call if there is no such fall; its press says already that it counts for it
     * @param foot where the call stands if it is new
     */
    record Opened(Optional<Long> fall, Optional<Episode> call, Optional<Foot> foot) {}

    /** A row of the answer, which comes again with each of the people who are there for the call. */
    private record Row(Optional<Long> fall, Optional<Episode> call, Optional<Foot.Row> foot) {}

    /** Whatever fall there may be. */
    Episode open(Handle handle) {
        return bound(handle.createQuery(PLAIN))
                .map((row, context) -> episode(row))
                .one();
    }

    /**
     * Unless there is a fall of the same moment; in one way to the database and back, because that is what the caller waits for where the
     * machine has much else to do.
     */
    Opened openAlone(Handle handle) {
        List<Row> rows = bound(handle.createQuery(ALONE))
                .bind("press", pressed.press().id())
                .bind("millis", pressed.press().deviceMillis())
                .bind("within", FallAndCall.SAME_MOMENT.toSeconds())
                .bind("patience", (int) FallAndCall.PATIENCE.toMillis())
                .bind("at", utc(now))
                .map((row, context) -> new Row(
                        Optional.ofNullable(row.getObject("fall_id", Long.class)),
                        row.getObject("call_id") == null ? Optional.empty() : Optional.of(episode(row)),
                        Foot.row(row)))
                .list();
        Row first = rows.getFirst();
        return new Opened(
                first.fall(),
                first.call(),
                Foot.of(rows.stream().flatMap(row -> row.foot().stream()).toList()));
    }

    private Query bound(Query query) {
        return query.bind("wearer", pressed.wearerId())
                .bind("band", pressed.band())
                .bind("grid", pressed.gridId())
                .bind("pressed", utc(pressed.press().pressedAt()))
                .bind("received", utc(pressed.receivedAt()))
                // Should it not begin in this transaction, the engine finds it.
                .bind("now", utc(now))
                .bind("late", late)
                .bind("latitude", place.map(Place::latitude).orElse(null))
                .bind("longitude", place.map(Place::longitude).orElse(null))
                .bind("accuracy", place.map(Place::accuracyMetres).orElse(null))
                .bind("located", place.map(where -> utc(where.at())).orElse(null))
                .bind("atGrid", spot.map(Spot::gridId).orElse(null))
                .bind("atArea", spot.map(Spot::areaId).orElse(null));
    }

    private static Episode episode(ResultSet row) throws SQLException {
        return new Episode(
                row.getLong("call_id"), AlertState.of(row.getString("call_state")), row.getBoolean("is_new"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
