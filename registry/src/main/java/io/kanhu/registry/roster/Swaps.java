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

/** Shifts that change hands. A swap holds once it is agreed to: until then the giver has the duty. Blocks. */
public final class Swaps {
    private static final String SELECT = """
            SELECT x.id, x.giver_id, g.code AS giver, x.taker_id, t.code AS taker, x.starts_at, x.ends_at, x.recorded_by,
                   x.agreed_by
              FROM shift_swap x JOIN worker g ON g.id = x.giver_id JOIN worker t ON t.id = x.taker_id
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public Swaps(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Writes down that one does the other's shifts.
     *
     * @param agreedBy who agrees; {@code null} if somebody has yet to
     * @throws RosterRefused if there is no such worker, the time makes no sense, the giver has no duty of their own in it, or has
     *     given some of it away already
     */
    public Swap put(long giverId, long takerId, Instant from, Instant until, String by, @Nullable String agreedBy) {
        Instant now = clock.instant();
        if (!until.isAfter(from) || !until.isAfter(now)) {
            throw RosterRefused.because("`until` must lie after `from` and in the future");
        }
        if (giverId == takerId) {
            throw RosterRefused.because("a shift changes hands between two, and these are the same");
        }
        return jdbi.inTransaction(handle -> {
            lock(handle, giverId);
            Absences.requireWorker(handle, takerId);
            requireOwnDuty(handle, giverId, from, until);
            requireNotGiven(handle, giverId, from, until);
            long id = handle.createQuery("""
                            INSERT INTO shift_swap (giver_id, taker_id, starts_at, ends_at, recorded_by, recorded_at, agreed_by,
                                                    agreed_at)
                            VALUES (:giver, :taker, :from, :until, :by, :now, :agreed,
                                    CASE WHEN :agreed::text IS NOT NULL THEN :now END)
                            RETURNING id
                            """)
                    .bind("giver", giverId)
                    .bind("taker", takerId)
                    .bind("from", utc(from))
                    .bind("until", utc(until))
                    .bind("by", by)
                    .bind("now", utc(now))
                    .bind("agreed", agreedBy)
                    .mapTo(long.class)
                    .one();
            return find(handle, id).orElseThrow();
        });
    }

    /** Those that are neither over nor withdrawn, the earliest first. */
    public List<Swap> current() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " WHERE x.ends_at > :now AND x.withdrawn_at IS NULL ORDER BY x.starts_at, x.id")
                .bind("now", utc(clock.instant()))
                .map((row, context) -> read(row))
                .list());
    }

    /** One that was not withdrawn. */
    public Optional<Swap> find(long id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    /** From now on it holds. Agreeing again changes nothing. */
    public Swap agree(long id, String by) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate("""
                            UPDATE shift_swap SET agreed_by = :by, agreed_at = :now
                             WHERE id = :id AND agreed_at IS NULL AND withdrawn_at IS NULL
                            """)
                    .bind("by", by)
                    .bind("now", utc(clock.instant()))
                    .bind("id", id)
                    .execute();
            return find(handle, id).orElseThrow(() -> RosterRefused.unknown("there is no swap " + id));
        });
    }

    /** It holds no more. */
    public void withdraw(long id, String by) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE shift_swap SET withdrawn_by = :by, withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL
                        """)
                .bind("by", by)
                .bind("now", utc(clock.instant()))
                .bind("id", id)
                .execute());
    }

    /** Two swaps of one worker's shifts are written one after the other. */
    private static void lock(Handle handle, long worker) {
        boolean known = handle.createQuery("SELECT id FROM worker WHERE id = :id FOR UPDATE")
                .bind("id", worker)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
        if (!known) {
            throw RosterRefused.unknown("there is no worker " + worker);
        }
    }

    private static void requireOwnDuty(Handle handle, long giver, Instant from, Instant until) {
        boolean has = handle.createQuery("""
                        SELECT EXISTS (SELECT FROM worker_grid g
                                        CROSS JOIN LATERAL duty_of(g.grid_id, NULL, :from, :until) d
                                        WHERE g.worker_id = :giver AND d.worker_id = :giver AND d.starts_at < :until)
                            OR EXISTS (SELECT FROM area_duty a
                                        CROSS JOIN LATERAL duty_of(NULL, a.area_id, :from, :until) d
                                        WHERE a.worker_id = :giver AND d.worker_id = :giver AND d.starts_at < :until)
                        """)
                .bind("giver", giver)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .mapTo(boolean.class)
                .one();
        if (!has) {
            throw RosterRefused.because(
                    "whose shift it is has none in that time; look at the roster and at swaps before");
        }
    }

    private static void requireNotGiven(Handle handle, long giver, Instant from, Instant until) {
        handle.createQuery("""
                        SELECT id FROM shift_swap
                         WHERE withdrawn_at IS NULL AND starts_at < :until AND ends_at > :from
                           AND giver_id = :giver LIMIT 1
                        """)
                .bind("giver", giver)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .mapTo(Long.class)
                .findOne()
                .ifPresent(other -> {
                    throw RosterRefused.because(
                            "swap " + other + " gives away some of that time already; withdraw it first");
                });
    }

    private static Optional<Swap> find(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE x.id = :id AND x.withdrawn_at IS NULL")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static Swap read(ResultSet row) throws SQLException {
        return new Swap(
                row.getLong("id"),
                row.getLong("giver_id"),
                row.getString("giver"),
                row.getLong("taker_id"),
                row.getString("taker"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant(),
                row.getString("recorded_by"),
                row.getString("agreed_by"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
