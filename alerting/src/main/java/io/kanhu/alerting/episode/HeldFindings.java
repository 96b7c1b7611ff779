package io.kanhu.alerting.episode;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What was found in quiet hours, until they end. In the caller's transaction; blocks. */
final class HeldFindings {
    private static final int AT_ONCE = 500;

    private HeldFindings() {}

    /** Something that was held back. */
    record Held(Subject subject, Finding finding, Instant receivedAt) {}

    /** The first of a kind stays; nothing is held back of what is on a list already. */
    static void hold(
            Handle handle, Subject subject, Finding finding, Instant receivedAt, Instant until, Instant seenTo) {
        handle.createUpdate("""
                        INSERT INTO held_finding (wearer_id, kind, severity, band, grid_id, found_at, received_at, reading, release_at)
                        SELECT :wearer, :kind, :severity, :band, :grid, :at, :received,
                               :reading::jsonb || jsonb_build_object('heldUntil', :until::text), :until
                         WHERE NOT EXISTS (SELECT FROM alert a
                                            WHERE a.wearer_id = :wearer AND a.kind = :kind
                                              AND (a.state NOT IN ('resolved', 'closed') OR a.resolved_at > :seen))
                        ON CONFLICT (wearer_id, kind) DO NOTHING
                        """)
                .bind("wearer", subject.wearerId())
                .bind("kind", finding.kind().code())
                .bind("severity", finding.severity().code())
                .bind("band", subject.band())
                .bind("grid", subject.gridId())
                .bind("at", finding.at().atOffset(ZoneOffset.UTC))
                .bind("received", receivedAt.atOffset(ZoneOffset.UTC))
                .bind("reading", finding.reading())
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("seen", seenTo.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** It has become an emergency, and is no longer held back. */
    static void forget(Handle handle, Subject subject, Kind kind) {
        handle.createUpdate("DELETE FROM held_finding WHERE wearer_id = :wearer AND kind = :kind")
                .bind("wearer", subject.wearerId())
                .bind("kind", kind.code())
                .execute();
    }

    /** Takes some of those whose time has come; each is taken by one node. */
    static List<Held> take(Handle handle, Instant now) {
        return handle.createQuery("""
                        DELETE FROM held_finding h
                         USING (SELECT wearer_id, kind FROM held_finding WHERE release_at <= :now
                                 ORDER BY wearer_id, kind LIMIT :most FOR UPDATE SKIP LOCKED) AS due
                         WHERE h.wearer_id = due.wearer_id AND h.kind = due.kind
                        RETURNING h.*
                        """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("most", AT_ONCE)
                .map((row, context) -> held(row))
                .list();
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                new Subject(row.getString("band"), row.getLong("wearer_id"), row.getObject("grid_id", Long.class)),
                new Finding(
                        Kind.of(row.getString("kind")),
                        Severity.of(row.getString("severity")),
                        row.getObject("found_at", OffsetDateTime.class).toInstant(),
                        row.getString("reading")),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }
}
