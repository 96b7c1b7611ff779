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

/** The shifts that are planned one by one; weeks that repeat come by file. What is written holds at once. Blocks. */
public final class Shifts {
    private static final String SELECT = """
            SELECT s.id, g.code AS grid, w.code, w.name, s.duty, s.starts_at, s.ends_at
              FROM roster_shift s JOIN grid g ON g.id = s.grid_id JOIN worker w ON w.id = s.worker_id
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public Shifts(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * A shift as somebody writes it.
     *
     * @param worker code
     * @param grid code
     * @param duty {@code primary} or {@code backup}
     * @param until {@code null} until further notice
     */
    public record Draft(
            String worker,
            String grid,
            String duty,
            Instant from,
            @Nullable Instant until) {}

    /** A grid worker, for those who plan. */
    public record Worker(String code, String name) {}

    /** Those that are not over, of one grid. */
    public List<Shift> of(String grid) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT
                                + " WHERE g.code = :grid AND (s.ends_at IS NULL OR s.ends_at > :now) ORDER BY s.starts_at, s.id")
                .bind("grid", grid)
                .bind("now", utc(clock.instant()))
                .map((row, context) -> shift(row))
                .list());
    }

    /** All people there are, by code. */
    public List<Worker> workers() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT code, name FROM staff ORDER BY code")
                .map((row, context) -> new Worker(row.getString("code"), row.getString("name")))
                .list());
    }

    /**
     * Plans a shift; the same one with another end is altered.
     *
     * @throws RosterRefused if there is no such worker or grid, or it would end before it begins
     */
    public Shift put(Draft draft) {
        requireSense(draft);
        return jdbi.inTransaction(handle -> put(handle, draft));
    }

    private static Shift put(Handle handle, Draft draft) {
        long id = handle.createQuery("""
                            INSERT INTO roster_shift (worker_id, grid_id, duty, starts_at, ends_at)
                            VALUES (:worker, :grid, :duty, :from, :until)
                            ON CONFLICT (worker_id, grid_id, duty, starts_at) DO UPDATE SET ends_at = EXCLUDED.ends_at
                            RETURNING id
                            """)
                .bind("worker", idOf(handle, "worker", draft.worker()))
                .bind("grid", idOf(handle, "grid", draft.grid()))
                .bind("duty", draft.duty())
                .bind("from", utc(draft.from()))
                .bind("until", draft.until() == null ? null : utc(draft.until()))
                .mapTo(long.class)
                .one();
        return find(handle, id).orElseThrow();
    }

    /**
     * Alters a shift. What is past of it stays: one that has begun keeps its worker, grid, duty and beginning, and ends; the altered one
     * follows it.
     *
     * @throws RosterRefused if there is no such shift, it is over, or the new one makes no sense
     */
    public Shift alter(long id, Draft draft) {
        requireSense(draft);
        return jdbi.inTransaction(handle -> {
            end(handle, id);
            return put(handle, draft);
        });
    }

    /**
     * Ends a shift now; one that has not begun never was.
     *
     * @throws RosterRefused if there is no such shift, or it is over
     */
    public void end(long id) {
        jdbi.useTransaction(handle -> end(handle, id));
    }

    private void end(Handle handle, long id) {
        Instant now = clock.instant();
        Shift shift = find(handle, id).orElseThrow(() -> RosterRefused.unknown("there is no shift " + id));
        if (shift.until() != null && !shift.until().isAfter(now)) {
            throw RosterRefused.because("shift " + id + " is over and stays as it was");
        }
        boolean begun = shift.from().isBefore(now);
        handle.createUpdate(
                        begun
                                ? "UPDATE roster_shift SET ends_at = :now WHERE id = :id"
                                : "DELETE FROM roster_shift WHERE id = :id AND starts_at >= :now")
                .bind("now", utc(now))
                .bind("id", id)
                .execute();
    }

    private void requireSense(Draft draft) {
        if (draft.until() != null && !draft.until().isAfter(draft.from())) {
            throw RosterRefused.because("`until` must lie after `from`");
        }
        if (draft.until() != null && !draft.until().isAfter(clock.instant())) {
            throw RosterRefused.because("this shift would be over already; plan one that ends in the future");
        }
    }

    private static long idOf(Handle handle, String table, String code) {
        return handle.createQuery("SELECT id FROM " + table + " WHERE code = :code")
                .bind("code", code)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> RosterRefused.unknown("there is no " + table + " with the code " + code));
    }

    /** One of them, over or not. */
    public Optional<Shift> find(long id) {
        return jdbi.withHandle(handle -> find(handle, id));
    }

    private static Optional<Shift> find(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE s.id = :id")
                .bind("id", id)
                .map((row, context) -> shift(row))
                .findOne();
    }

    private static Shift shift(ResultSet row) throws SQLException {
        OffsetDateTime ends = row.getObject("ends_at", OffsetDateTime.class);
        return new Shift(
                row.getLong("id"),
                row.getString("grid"),
                row.getString("code"),
                row.getString("name"),
                row.getString("duty"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                ends == null ? null : ends.toInstant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
