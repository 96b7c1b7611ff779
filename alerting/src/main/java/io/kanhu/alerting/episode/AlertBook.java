package io.kanhu.alerting.episode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reading alerts. Blocks; call it on virtual threads. */
public final class AlertBook {
    /** On its own, so that it is asked once and not of each alert. */
    private static final String GRIDS = """
            (SELECT p.grid_id FROM worker_grid p CROSS JOIN LATERAL duty_of(p.grid_id, NULL, :now, :now) d
              WHERE p.worker_id = :worker AND d.worker_id = :worker)
            """;

    private static final String SEEN = AlertRow.SELECT + """
             WHERE (:everywhere AND w.synthetic IS NOT TRUE
                      AND (:area::bigint IS NULL OR g.area_id IN (SELECT areas_in(:area)) OR h.area_id IN (SELECT areas_in(:area))
                           OR a.at_area_id IN (SELECT areas_in(:area)))
                    OR a.id IN (SELECT alert_id FROM notification WHERE worker_id = :worker)
                    OR a.grid_id IN %1$s OR a.at_grid_id IN %1$s)
            """.formatted(GRIDS);

    private final Jdbi jdbi;
    private final Clock clock;
    private final AnswerTimes times;

    public AlertBook(Jdbi jdbi, Clock clock, AnswerTimes times) {
        this.times = times;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What this viewer may see, newest first; of the open ones all, of the others as many as asked for. */
    public List<AlertView> list(Viewer viewer, boolean openOnly, int limit) {
        return jdbi.withHandle(handle -> handle
                .createQuery("(" + SEEN + " AND a.state NOT IN ('resolved', 'closed'))"
                        + " UNION ALL (" + SEEN
                        + " AND a.state IN ('resolved', 'closed') ORDER BY a.id DESC LIMIT :ended)"
                        + " ORDER BY id DESC")
                .bind("ended", openOnly ? 0 : limit)
                .bind("everywhere", viewer.everywhere())
                .bind("area", viewer.scope().areaId())
                .bind("worker", viewer.workerId())
                .bind("now", utc(clock.instant()))
                .map((row, context) -> AlertRow.read(row))
                .stream()
                .flatMap(row -> row.as(viewer).stream())
                .toList());
    }

    /** The open ones of one wearer that this viewer may see, newest first. */
    public List<AlertView> openOf(Viewer viewer, long wearerId) {
        return jdbi.withHandle(handle -> handle
                .createQuery(AlertRow.SELECT
                        + " WHERE a.wearer_id = :wearer AND a.state NOT IN ('resolved', 'closed') ORDER BY a.id DESC")
                .bind("wearer", wearerId)
                .bind("now", utc(clock.instant()))
                .map((row, context) -> AlertRow.read(row))
                .stream()
                .flatMap(row -> row.as(viewer).stream())
                .toList());
    }

    /** One alert, or nothing if there is none or it is none of the viewer's. */
    public Optional<AlertView> find(Viewer viewer, long id) {
        return jdbi.withHandle(handle -> row(handle, id, clock.instant())).flatMap(row -> row.as(viewer));
    }

    /** The case file, oldest line first. */
    public List<EventView> events(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, at, kind, actor, detail::text AS detail FROM alert_event
                         WHERE alert_id = :id ORDER BY id
                        """)
                .bind("id", id)
                .map((row, context) -> new EventView(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("kind"),
                        row.getString("actor"),
                        row.getString("detail")))
                .list());
    }

    /** Who was notified and how far that came. */
    public List<Told> told(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT coalesce(w.name, k.name, 'band ' || n.band) AS recipient, n.channel, n.state, n.because
                          FROM notification n LEFT JOIN worker w ON w.id = n.worker_id
                          LEFT JOIN contact k ON k.id = n.contact_id
                         WHERE n.alert_id = :id ORDER BY n.id
                        """)
                .bind("id", id)
                .map((row, context) -> new Told(
                        row.getString("recipient"),
                        row.getString("channel"),
                        row.getString("state"),
                        row.getString("because")))
                .list());
    }

    /** A worker's page has shown and sounded the alert. Saying so again changes nothing. */
    public void receipt(long id, long workerId) {
        Instant now = clock.instant();
        jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE notification n SET state = 'received', received_at = :now, sent_at = coalesce(n.sent_at, :now)
                          FROM alert a
                         WHERE n.alert_id = :id AND n.worker_id = :worker AND n.channel = 'app' AND n.state NOT IN ('received', 'declined')
                           AND a.id = n.alert_id
                        RETURNING a.received_at
                        """)
                        .bind("now", utc(now))
                        .bind("id", id)
                        .bind("worker", workerId)
                        .mapTo(OffsetDateTime.class)
                        .list())
                .forEach(heardAt -> times.shown(Duration.between(heardAt.toInstant(), now)));
    }

    /** Rows for the feed, by id, in one question. */
    public List<AlertRow> rows(List<Long> ids) {
        if (ids.size() == 1) {
            // The usual case, for which PostgreSQL never reads them all.
            return jdbi.withHandle(handle ->
                    row(handle, ids.getFirst(), clock.instant()).stream().toList());
        }
        // Of an array that a query gives, PostgreSQL does not know the length, and keeps its plan.
        return jdbi.withHandle(handle -> handle.createQuery(
                        AlertRow.SELECT + " WHERE a.id = ANY(ARRAY(SELECT unnest(CAST(:ids AS bigint[]))))")
                .bindArray("ids", Long.class, ids)
                .bind("now", utc(clock.instant()))
                .map((row, context) -> AlertRow.read(row))
                .list());
    }

    static Optional<AlertRow> row(Handle handle, long id, Instant now) {
        return handle.createQuery(AlertRow.SELECT + " WHERE a.id = :id")
                .bind("id", id)
                .bind("now", utc(now))
                .map((row, context) -> AlertRow.read(row))
                .findOne();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
