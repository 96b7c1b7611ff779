package io.kanhu.alerting.episode;

import io.kanhu.registry.Suspension;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An alert with everybody it concerns, from which every viewer gets their own view.
 *
 * @param told workers who were notified
 * @param declined those of them who have said that they can't, or were called no more since somebody else was asked by name
 * @param asked workers who were called since somebody goes, and whose page has not shown it yet
 * @param watching workers with a shift just now in the grid the wearer lives in, or is in
 * @param areas those the wearer's grid lies in and those the wearer is in, each with all that it lies in
 * @param consented whether the wearer may be seen where they are without a call
 * @param synthetic whether nobody is behind it: a self-test, which only its own worker sees
 */
public record AlertRow(
        AlertView facts,
        @Nullable Long acknowledgedById,
        Set<Long> told,
        Set<Long> declined,
        Set<Long> asked,
        Set<Long> watching,
        Set<Long> areas,
        boolean consented,
        boolean synthetic) {

    /** Reads rows of this query; the caller adds a WHERE on {@code a} and binds {@code now}. */
    static final String SELECT = """
            SELECT a.*, w.name AS wearer_name, w.address AS wearer_address, coalesce(w.synthetic, false) AS synthetic, g.name AS grid_name,
                   coalesce(h.name, r.name) AS is_in,
                   p.reason AS away_reason, p.note AS away_note, p.starts_at AS away_from, p.ends_at AS away_until,
                   p.recorded_by AS away_by,
                   coalesce(k.name, a.acknowledged_actor) AS goer,
                   ARRAY(SELECT DISTINCT n.worker_id FROM notification n
                          WHERE n.alert_id = a.id AND n.worker_id IS NOT NULL) AS told,
                   ARRAY(SELECT n.worker_id FROM notification n
                          WHERE n.alert_id = a.id AND n.worker_id IS NOT NULL
                          GROUP BY n.worker_id HAVING bool_and(n.state = 'declined' OR n.created_at < a.assigned_at)) AS declined,
                   ARRAY(SELECT DISTINCT n.worker_id FROM notification n
                          WHERE n.alert_id = a.id AND n.channel = 'app' AND n.state = 'pending'
                            AND a.state IN ('acknowledged', 'on_scene')) AS asked,
                   ARRAY(SELECT DISTINCT s.worker_id FROM unnest(ARRAY[a.grid_id, a.at_grid_id]) AS p (grid_id)
                          CROSS JOIN LATERAL duty_of(p.grid_id, NULL, :now, :now) s
                          WHERE p.grid_id IS NOT NULL) AS watching,
                   ARRAY(SELECT DISTINCT u FROM unnest(ARRAY[g.area_id, h.area_id, a.at_area_id]) AS p (area_id)
                          CROSS JOIN LATERAL areas_around(p.area_id) AS u) AS areas,
                   EXISTS (SELECT FROM consent c WHERE c.wearer_id = a.wearer_id AND c.what = 'whereabouts'
                              AND c.withdrawn_at IS NULL) AS consented
              FROM alert a
              LEFT JOIN wearer w ON w.id = a.wearer_id
              LEFT JOIN grid g ON g.id = a.grid_id
              LEFT JOIN grid h ON h.id = a.at_grid_id
              LEFT JOIN area r ON r.id = a.at_area_id
              LEFT JOIN LATERAL (SELECT * FROM wearer_suspension p
                                  WHERE p.wearer_id = a.wearer_id AND p.starts_at <= a.received_at
                                    AND (p.ends_at IS NULL OR p.ends_at > a.received_at)
                                  ORDER BY p.starts_at DESC LIMIT 1) p ON true
              LEFT JOIN worker k ON k.id = a.acknowledged_by
            """;

    /** The alert as this viewer sees it, or nothing if it is none of theirs. */
    public Optional<AlertView> as(Viewer viewer) {
        Long worker = viewer.workerId();
        boolean wasTold = worker != null && told.contains(worker);
        boolean office = isOffices(viewer);
        if (!office && !wasTold && (worker == null || !watching.contains(worker))) {
            return Optional.empty();
        }
        boolean waits = facts.state().waitsForAnswer();
        // Of an emergency nobody was told, or all of them can't: then it is the operators whose screens ring.
        boolean emergency = facts.severity().equals(Severity.EMERGENCY.code());
        boolean calls = wasTold ? !declined.contains(worker) : emergency && office && declined.equals(told);
        boolean rings = (waits && calls) || (worker != null && asked.contains(worker));
        boolean mine = worker != null && worker.equals(acknowledgedById);
        // Whoever is called must find them; afterwards where they were is nobody's business without their consent.
        boolean where = office || consented || !Move.over(facts.state());
        return Optional.of(new AlertView(
                facts.id(),
                facts.kind(),
                facts.severity(),
                facts.state(),
                facts.version(),
                facts.raisedAt(),
                facts.receivedAt(),
                facts.fellAt(),
                facts.late(),
                facts.pressCount(),
                facts.band(),
                facts.wearerId(),
                facts.wearer(),
                facts.address(),
                facts.gridId(),
                facts.grid(),
                where ? facts.isIn() : null,
                where ? facts.place() : null,
                facts.away(),
                facts.acknowledgedBy(),
                mine,
                rings,
                facts.outcome(),
                facts.withoutDatabase()));
    }

    /** Whether it lies in the part of the city that this viewer has the office of. */
    boolean isOffices(Viewer viewer) {
        return viewer.everywhere() && !synthetic && viewer.scope().reaches(areas);
    }

    static AlertRow read(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        AlertView facts = new AlertView(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("severity"),
                AlertState.of(row.getString("state")),
                row.getInt("version"),
                Objects.requireNonNull(instant(row, "raised_at")),
                Objects.requireNonNull(instant(row, "received_at")),
                instant(row, "fell_at"),
                row.getBoolean("late"),
                row.getInt("press_count"),
                row.getString("band"),
                nullableLong(row, "wearer_id"),
                row.getString("wearer_name"),
                row.getString("wearer_address"),
                nullableLong(row, "grid_id"),
                row.getString("grid_name"),
                row.getString("is_in"),
                row.getObject("located_at") == null ? null : Place.read(row, "located_at"),
                away(row),
                row.getString("goer"),
                false,
                false,
                outcome == null ? null : Outcome.of(outcome),
                row.getBoolean("without_database"));
        return new AlertRow(
                facts,
                nullableLong(row, "acknowledged_by"),
                ids(row.getArray("told")),
                ids(row.getArray("declined")),
                ids(row.getArray("asked")),
                ids(row.getArray("watching")),
                ids(row.getArray("areas")),
                row.getBoolean("consented"),
                row.getBoolean("synthetic"));
    }

    private static @Nullable Suspension away(ResultSet row) throws SQLException {
        Instant from = instant(row, "away_from");
        return from == null
                ? null
                : new Suspension(
                        Suspension.Reason.of(row.getString("away_reason")),
                        row.getString("away_note"),
                        from,
                        instant(row, "away_until"),
                        row.getString("away_by"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static Set<Long> ids(Array array) throws SQLException {
        return Arrays.stream((Long[]) array.getArray()).collect(Collectors.toUnmodifiableSet());
    }
}
