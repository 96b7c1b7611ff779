package io.kanhu.alerting.escalation;

import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.kanhu.alerting.routing.Sighting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where an alert stands.
 *
 * @param anybodyTold whether anybody was called so far
 * @param goer the worker who goes, {@code null} if nobody does or they are no worker
 * @param assigned the worker who was asked by name and has neither answered nor declined; {@code null} for none
 * @param round of pages that comes next, from 0
 * @param ladderId of the ladder it is on, or that holds for it now if it is on none; {@code null} if there is none for its kind
 * @param rung that comes next; past the last one, the top is repeated
 * @param since when the delays of the rungs are counted from, {@code null} if it has not begun its ladder
 * @param next when something is due, {@code null} for never
 * @param atGrid the grid the wearer is in, {@code null} if unknown or if it is an area
 * @param atArea the area the wearer is in where no grid is drawn, {@code null} if unknown
 * @param seen a position that is newer than the alert's; {@code null} for none
 * @param people who are there for it, the nearest level first
 */
record Position(
        long alertId,
        boolean anybodyTold,
        @Nullable Long goer,
        @Nullable Long assigned,
        int round,
        @Nullable Long ladderId,
        int rung,
        @Nullable Instant since,
        @Nullable Instant next,
        @Nullable Long atGrid,
        @Nullable Long atArea,
        @Nullable Sighting seen,
        List<Person> people) {

    /** What gives {@code standing} and {@code people}; reads {@code concerned}, alerts and whether they begin their ladder. */
    static final String STANDING = """
            spot(alert_id, grid_id, area_id, home) AS (
              SELECT c.id, g.id, g.area_id, true FROM concerned c JOIN grid g ON g.id = c.grid_id
              UNION ALL
              SELECT c.id, g.id, g.area_id, false FROM concerned c JOIN grid g ON g.id = c.at_grid_id
              UNION ALL
              SELECT c.id, NULL, c.at_area_id, false FROM concerned c WHERE c.at_area_id IS NOT NULL
            ), up(alert_id, area_id, parent_id, level, depth, home) AS (
              SELECT s.alert_id, a.id, a.parent_id, a.level, 1, s.home FROM spot s JOIN area a ON a.id = s.area_id
              UNION ALL
              SELECT up.alert_id, a.id, a.parent_id, a.level, up.depth + 1, up.home
                FROM up JOIN area a ON a.id = up.parent_id WHERE up.depth < 10
            ), %s, standing AS MATERIALIZED (
              SELECT c.id, c.dispatched_at IS NOT NULL AS anybody_told, c.acknowledged_by, c.assigned_to, c.step, c.next_action_at,
                     c.at_grid_id, c.at_area_id, f.latitude, f.longitude, f.accuracy, f.fix_at,
                     CASE WHEN NOT c.begins THEN c.ladder_id ELSE
                       -- The most specific area's of those the wearer lives in, and there the kind's own.
                       (SELECT l.id FROM ladder l
                          LEFT JOIN up ON up.area_id = l.area_id AND up.alert_id = c.id
                                   AND (up.home OR c.grid_id IS NULL)
                         WHERE l.superseded_at IS NULL AND l.severity = c.severity AND l.kind IN (c.kind, 'any')
                           AND (l.area_id IS NULL OR up.area_id IS NOT NULL)
                         ORDER BY up.depth NULLS LAST, l.kind = 'any' LIMIT 1) END AS ladder,
                     CASE WHEN c.begins THEN 0 ELSE c.rung END AS next_rung,
                     CASE WHEN NOT c.begins THEN c.climbing_since END AS since
                FROM concerned c
                -- Good enough for whether somebody has moved on, although it may be some seconds behind.
                LEFT JOIN LATERAL (SELECT * FROM wearer_state f WHERE f.wearer_id = c.wearer_id OFFSET 0) f
                  ON f.fix_at IS NOT NULL AND (c.located_at IS NULL OR f.fix_at > c.located_at)
            )
            """.formatted(People.SQL);

    /** Each alert with each of its people: {@code s.*, p.*}. */
    static final String WITH_PEOPLE = "(standing s LEFT JOIN people p ON p.alert_id = s.id)";

    /** The nearest first. */
    static final String IN_ORDER = "ORDER BY s.id, p.depth, p.worker_id, p.contact_id";

    /** Of an array that a query gives, PostgreSQL does not know the length, and keeps its plan; one takes 2 ms to make. */
    private static final String SQL = """
            WITH RECURSIVE concerned AS (
              SELECT a.*, :anew OR ladder_id IS NULL AS begins FROM alert a
               WHERE id = ANY(ARRAY(SELECT unnest(CAST(:alerts AS bigint[]))))
            ), %s SELECT s.*, p.* FROM %s %s
            """.formatted(STANDING, WITH_PEOPLE, IN_ORDER);

    /** Of these alerts, whose rows the caller holds. Blocks. */
    static List<Position> of(Handle handle, List<Long> alerts, Instant now) {
        return of(handle, alerts, false, now);
    }

    /** Of alerts that begin their ladder, again if they were on one. The caller holds their rows. Blocks. */
    static List<Position> atTheFoot(Handle handle, List<Long> alerts, Instant now) {
        return of(handle, alerts, true, now);
    }

    /** The same, begun at that moment; {@code null} for not begun. */
    Position since(@Nullable Instant begun) {
        return new Position(
                alertId, anybodyTold, goer, assigned, round, ladderId, rung, begun, next, atGrid, atArea, seen, people);
    }

    /** The same with these people called, and nothing else. */
    Climbed calling(List<Climbed.Call> calls, List<Climbed.Note> notes, @Nullable Instant due) {
        return new Climbed(this, calls, notes, rung, since, due, false);
    }

    /** A row of the answer: the alert again with each of its people. */
    record Line(Position position, Optional<Person> person) {}

    private static List<Position> of(Handle handle, List<Long> alerts, boolean anew, Instant now) {
        return together(handle
                .createQuery(SQL)
                .bindArray("alerts", Long.class, alerts)
                .bind("anew", anew)
                .bind("at", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> line(row))
                .stream());
    }

    static Line line(ResultSet row) throws SQLException {
        return new Line(read(row), row.getString("whom") == null ? Optional.empty() : Optional.of(People.read(row)));
    }

    /** Each alert once, with all of its people, in the order of the lines. */
    static List<Position> together(Stream<Line> lines) {
        return lines
                .collect(groupingBy(
                        Line::position, LinkedHashMap::new, flatMapping(line -> line.person().stream(), toList())))
                .entrySet()
                .stream()
                .map(all -> all.getKey().with(all.getValue()))
                .toList();
    }

    private Position with(List<Person> there) {
        return new Position(
                alertId, anybodyTold, goer, assigned, round, ladderId, rung, since, next, atGrid, atArea, seen, there);
    }

    private static Position read(ResultSet row) throws SQLException {
        return new Position(
                row.getLong("id"),
                row.getBoolean("anybody_told"),
                row.getObject("acknowledged_by", Long.class),
                row.getObject("assigned_to", Long.class),
                row.getInt("step"),
                row.getObject("ladder", Long.class),
                row.getInt("next_rung"),
                instant(row.getObject("since", OffsetDateTime.class)),
                instant(row.getObject("next_action_at", OffsetDateTime.class)),
                row.getObject("at_grid_id", Long.class),
                row.getObject("at_area_id", Long.class),
                sighting(row),
                List.of());
    }

    private static @Nullable Sighting sighting(ResultSet row) throws SQLException {
        Instant at = instant(row.getObject("fix_at", OffsetDateTime.class));
        Float accuracy = row.getObject("accuracy", Float.class);
        return at == null
                ? null
                : new Sighting(
                        row.getDouble("latitude"),
                        row.getDouble("longitude"),
                        accuracy == null ? null : accuracy.doubleValue(),
                        at);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
