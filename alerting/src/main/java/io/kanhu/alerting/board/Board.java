package io.kanhu.alerting.board;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads how far cases have come, and which have reached nobody. Blocks; call it on virtual threads. */
public final class Board {
    /** So long a page may take to show a call and say so, or a provider to take a message. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** An emergency that waits, of which no page has shown anything and no provider has taken anything. */
    private static final String UNDELIVERED = """
            (a.state IN ('raised', 'dispatched', 'cancelled') AND a.severity = 'emergency' AND a.received_at < :late
             AND NOT EXISTS (SELECT FROM notification n WHERE n.alert_id = a.id AND n.band IS NULL
                                AND n.state IN ('sent', 'received', 'declined')
                                AND (a.assigned_at IS NULL OR n.created_at >= a.assigned_at)))
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public Board(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** An emergency that has reached nobody. */
    public record Unheard(long alertId, String kind, Instant receivedAt, boolean anybodyCalled) {}

    /** Of these alerts, in any order. */
    public List<Standing> standings(List<Long> alerts) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT a.id, a.rung, a.next_action_at, a.dispatched_at, a.acknowledged_at, a.on_scene_at, a.resolved_at,
                               a.called_back_at, k.name AS assigned_to, %s AS undelivered,
                               (SELECT count(*) FROM ladder_rung r WHERE r.ladder_id = a.ladder_id) AS rungs,
                               (SELECT string_agg(DISTINCT p.whom, ',') FROM ladder_page p
                                 WHERE p.ladder_id = a.ladder_id AND p.rung = a.rung) AS next_whom,
                               (SELECT coalesce(json_agg(json_build_object('who', t.who, 'channel', t.channel, 'state', t.state,
                                                                           'at', t.at) ORDER BY t.id), '[]')
                                  FROM (SELECT DISTINCT ON (n.worker_id, n.contact_id, n.channel)
                                               n.id, coalesce(w.name, c.name) AS who, n.channel, n.state, n.created_at AS at
                                          FROM notification n LEFT JOIN worker w ON w.id = n.worker_id
                                          LEFT JOIN contact c ON c.id = n.contact_id
                                         WHERE n.alert_id = a.id AND n.band IS NULL
                                         ORDER BY n.worker_id, n.contact_id, n.channel, n.id DESC) t) AS told,
                               (SELECT json_build_object('at', e.at, 'kind', e.kind, 'actor', e.actor, 'note', e.detail->>'note')
                                  FROM alert_event e
                                 WHERE e.alert_id = a.id AND e.detail->>'note' IS NOT NULL ORDER BY e.id DESC LIMIT 1) AS note
                          FROM alert a LEFT JOIN worker k ON k.id = a.assigned_to
                         WHERE a.id = ANY(:ids)
                        """.formatted(UNDELIVERED))
                .bindArray("ids", Long.class, alerts)
                .bind("late", late())
                .map((row, context) -> read(row))
                .list());
    }

    /** Seconds within which the city wants calls answered, the shortest first. */
    public List<Integer> answerTargets() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT unnest(answer_targets) FROM kpi_setting ORDER BY 1")
                .mapTo(Integer.class)
                .list());
    }

    /** Emergencies that have reached nobody, the oldest first. */
    public List<Unheard> unheard() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT a.id, a.kind, a.received_at, a.dispatched_at IS NOT NULL AS called FROM alert a
                         WHERE %s AND NOT EXISTS (SELECT FROM wearer w WHERE w.id = a.wearer_id AND w.synthetic)
                         ORDER BY a.id LIMIT 100
                        """.formatted(UNDELIVERED))
                .bind("late", late())
                .map((row, context) -> new Unheard(
                        row.getLong("id"),
                        row.getString("kind"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getBoolean("called")))
                .list());
    }

    private OffsetDateTime late() {
        return clock.instant().minus(PATIENCE).atOffset(ZoneOffset.UTC);
    }

    private static Standing read(ResultSet row) throws SQLException {
        return new Standing(
                row.getLong("id"),
                row.getInt("rung"),
                row.getInt("rungs"),
                instant(row, "next_action_at"),
                row.getString("next_whom"),
                instant(row, "dispatched_at"),
                instant(row, "acknowledged_at"),
                instant(row, "on_scene_at"),
                instant(row, "resolved_at"),
                instant(row, "called_back_at"),
                row.getString("assigned_to"),
                row.getString("told"),
                row.getString("note"),
                row.getBoolean("undelivered"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
