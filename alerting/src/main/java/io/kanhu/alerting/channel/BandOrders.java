package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.BandOrder.State;
import io.kanhu.protocol.Command;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of a band. It goes the way of the notices, by {@link BandNotices}, and is no longer sent after
 * {@link BandNotices#LIFETIME}. A measurement or a position is answered by the next one the band sends, a setting by the band's own word
 * that it is done. Blocks.
 */
public final class BandOrders {
    /** A band that has a command and was not heard of it for so long will not answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** A band's clock may be some seconds slow. */
    private static final String SELECT = """
            SELECT c.id, c.band, c.kind, c.body::text AS body, c.asked_by, c.asked_at, n.state, n.received_at AS sent_at,
                   coalesce(m.received_at, f.received_at) AS reading_at, coalesce(m.reading, f.reading)::text AS reading, c.done_at
              FROM band_command c LEFT JOIN notification n ON n.id = c.notification_id
              LEFT JOIN LATERAL (
                SELECT v.received_at,
                       json_strip_nulls(json_build_object('heartRate', v.heart_rate, 'systolic', v.systolic, 'diastolic', v.diastolic,
                                                          'spo2', v.spo2, 'temperature', v.temperature)) AS reading
                  FROM vital_sign v
                 WHERE c.kind = 'measure' AND v.band = c.band AND v.received_at >= c.asked_at
                   AND v.measured_at > c.asked_at - interval '10 seconds' AND v.measured_at < c.asked_at + interval '1 hour'
                   AND (json_array_length(c.body->'what') = 0 OR
                        EXISTS (SELECT FROM json_array_elements_text(c.body->'what') AS what (field)
                                 WHERE CASE what.field WHEN 'hr' THEN v.heart_rate WHEN 'bp' THEN v.systolic
                                                       WHEN 'spo2' THEN v.spo2 ELSE v.temperature END IS NOT NULL))
                 ORDER BY v.received_at, v.measured_at LIMIT 1) m ON true
              LEFT JOIN LATERAL (
                SELECT x.received_at,
                       json_strip_nulls(json_build_object('latitude', x.latitude, 'longitude', x.longitude, 'accuracy', x.accuracy)) AS reading
                  FROM location_fix x
                 WHERE c.kind = 'locate' AND x.band = c.band AND x.received_at >= c.asked_at
                   AND x.measured_at > c.asked_at - interval '10 seconds' AND x.measured_at < c.asked_at + interval '1 hour'
                 ORDER BY x.received_at, x.measured_at LIMIT 1) f ON true
            """;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Runnable wake;

    /** @param wake called after each commit; must not block */
    public BandOrders(Jdbi jdbi, Clock clock, Runnable wake) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.wake = wake;
    }

    /**
     * Puts a command in the band's queue.
     *
     * @param kind {@code measure}, {@code locate} or {@code config}
     * @return nothing if there is no such band
     */
    public Optional<BandOrder> give(String band, String kind, Command command, String by) {
        OffsetDateTime now = utc(clock.instant());
        int made = jdbi.withHandle(handle -> handle.createUpdate("""
                        WITH queued AS (
                          INSERT INTO notification (step, channel, band, body, created_at, next_attempt_at)
                          SELECT 0, 'band', b.id, :body::json, :now, :now FROM band b WHERE b.id = :band
                          RETURNING id, band)
                        INSERT INTO band_command (id, band, kind, body, notification_id, asked_by, asked_at)
                        SELECT :id, q.band, :kind, :body::json, q.id, :by, :now FROM queued q
                        """)
                .bind("id", command.id())
                .bind("band", band)
                .bind("kind", kind)
                .bind("body", new String(command.toJson(), StandardCharsets.UTF_8))
                .bind("by", by)
                .bind("now", now)
                .execute());
        if (made == 0) {
            return Optional.empty();
        }
        wake.run();
        return of(band, 1).stream().findFirst();
    }

    /** What a band was asked for, the latest first. */
    public List<BandOrder> of(String band, int limit) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " WHERE c.band = :band ORDER BY c.asked_at DESC, c.id LIMIT :limit")
                .bind("band", band)
                .bind("limit", limit)
                .map((row, context) -> read(row, now))
                .list());
    }

    private static BandOrder read(ResultSet row, Instant now) throws SQLException {
        Instant at = row.getObject("asked_at", OffsetDateTime.class).toInstant();
        Instant sent = instant(row, "sent_at");
        Instant done = instant(row, "done_at");
        Instant answered = done == null ? instant(row, "reading_at") : done;
        return new BandOrder(
                row.getString("id"),
                row.getString("band"),
                row.getString("kind"),
                row.getString("body"),
                row.getString("asked_by"),
                at,
                state(row.getString("state"), at, sent, answered, now),
                sent,
                answered,
                row.getString("reading"));
    }

    private static State state(
            @Nullable String notice, Instant at, @Nullable Instant sent, @Nullable Instant answered, Instant now) {
        if (answered != null) {
            return State.ANSWERED;
        }
        if (sent != null) {
            return sent.plus(PATIENCE).isBefore(now) ? State.EXPIRED : State.SENT;
        }
        return "pending".equals(notice) && at.plus(BandNotices.LIFETIME).isAfter(now) ? State.QUEUED : State.EXPIRED;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
