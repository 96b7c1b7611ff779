package io.kanhu.registry.roster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who is off until when. What is written holds at once for whoever is called next. Blocks. */
public final class Absences {
    private static final String SELECT = """
            SELECT a.id, a.worker_id, w.code, w.name, a.starts_at, a.ends_at, a.reason, a.recorded_by
              FROM worker_absence a JOIN worker w ON w.id = a.worker_id
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public Absences(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Writes that somebody is off; a second time for the same beginning changes it.
     *
     * @param from {@code null} for now
     * @param until {@code null} until further notice
     * @throws RosterRefused if there is no such worker, or it ends before it begins, or is over
     */
    public Absence put(
            long workerId, @Nullable Instant from, @Nullable Instant until, @Nullable String reason, String by) {
        Instant now = clock.instant();
        Instant starts = from == null ? now : from;
        if (until != null && (!until.isAfter(starts) || !until.isAfter(now))) {
            throw RosterRefused.because("`until` must lie after `from` and in the future");
        }
        return jdbi.inTransaction(handle -> {
            requireWorker(handle, workerId);
            long id = handle.createQuery("""
                            INSERT INTO worker_absence (worker_id, starts_at, ends_at, reason, recorded_by, recorded_at)
                            VALUES (:worker, :from, :until, :reason, :by, :now)
                            ON CONFLICT (worker_id, starts_at) DO UPDATE
                               SET ends_at = EXCLUDED.ends_at, reason = EXCLUDED.reason,
                                   recorded_by = EXCLUDED.recorded_by, recorded_at = EXCLUDED.recorded_at
                            RETURNING id
                            """)
                    .bind("worker", workerId)
                    .bind("from", utc(starts))
                    .bind("until", until == null ? null : utc(until))
                    .bind("reason", reason)
                    .bind("by", by)
                    .bind("now", utc(now))
                    .mapTo(long.class)
                    .one();
            return find(handle, id).orElseThrow();
        });
    }

    /** Those that are not over, the earliest first. */
    public List<Absence> current() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " WHERE a.ends_at IS NULL OR a.ends_at > :now ORDER BY a.starts_at, a.id")
                .bind("now", utc(clock.instant()))
                .map((row, context) -> read(row))
                .list());
    }

    /** One of them. */
    public Optional<Absence> find(long id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    /** They are back: it ends now, or never was if it has not begun. What is over stays as it is. */
    public void end(long id, String by) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE worker_absence SET ends_at = greatest(starts_at, :now), recorded_by = :by, recorded_at = :now
                         WHERE id = :id AND (ends_at IS NULL OR ends_at > :now)
                        """)
                .bind("now", utc(clock.instant()))
                .bind("by", by)
                .bind("id", id)
                .execute());
    }

    static void requireWorker(Handle handle, long id) {
        boolean known = handle.createQuery("SELECT EXISTS (SELECT FROM worker WHERE id = :id)")
                .bind("id", id)
                .mapTo(boolean.class)
                .one();
        if (!known) {
            throw RosterRefused.unknown("there is no worker " + id);
        }
    }

    private static Optional<Absence> find(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE a.id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static Absence read(ResultSet row) throws SQLException {
        OffsetDateTime ends = row.getObject("ends_at", OffsetDateTime.class);
        return new Absence(
                row.getLong("id"),
                row.getLong("worker_id"),
                row.getString("code"),
                row.getString("name"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                ends == null ? null : ends.toInstant(),
                row.getString("reason"),
                row.getString("recorded_by"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
