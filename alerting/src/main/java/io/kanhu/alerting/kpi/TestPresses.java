package io.kanhu.alerting.kpi;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Who is due for a test press: whoever wears a band, is not away, and has had no case that ended as a test for {@code kpi_setting.test_days}. A
 * month is looked at from its end, or from now if it is not over. Thread-safe; blocks.
 */
public final class TestPresses {
    private final Jdbi jdbi;
    private final Clock clock;

    public TestPresses(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Who is due.
     *
     * @param at the moment that is looked at
     * @param days after which somebody is due
     * @param people some of them, longest untried first
     */
    public record Due(YearMonth month, Instant at, int days, List<InGrid> grids, List<Person> people) {
        /** All of them. */
        public long count() {
            return grids.stream().mapToLong(InGrid::due).sum();
        }
    }

    /**
     * How many are due in a grid.
     *
     * @param grid code; {@code null} for those who live in none
     */
    public record InGrid(@Nullable String grid, @Nullable String area, long due) {}

    /**
     * Somebody who is due.
     *
     * @param grid code; {@code null} for none
     * @param lastTestAt {@code null} if there never was one
     */
    public record Person(
            long wearerId,
            String wearer,
            @Nullable String grid,
            @Nullable Instant lastTestAt) {}

    /**
     * Whose grids are looked at.
     *
     * @param grid one alone, by its code, or {@code null}
     * @param worker the grids of this worker alone, or {@code null}
     */
    public record Where(@Nullable String grid, @Nullable Long worker) {
        public static final Where EVERYWHERE = new Where(null, null);
    }

    /** The city's month. */
    public YearMonth month() {
        return YearMonth.from(clock.instant().atZone(zone()));
    }

    /**
     * Who is due in a month.
     *
     * @param most people to name; 0 for none
     */
    public Due due(YearMonth month, Where where, int most) {
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone()).toInstant();
        Instant now = clock.instant();
        Instant at = end.isAfter(now) ? now : end;
        return jdbi.inTransaction(handle -> new Due(
                month,
                at,
                handle.createQuery("SELECT test_days FROM kpi_setting")
                        .mapTo(int.class)
                        .one(),
                grids(handle, at, where),
                most == 0 ? List.of() : people(handle, at, where, most)));
    }

    private ZoneId zone() {
        return ZoneId.of(jdbi.withHandle(handle -> handle.createQuery("SELECT zone FROM kpi_setting")
                .mapTo(String.class)
                .one()));
    }

    private static final String CHOSEN = """
             WHERE (CAST(:grid AS text) IS NULL OR d.grid = :grid)
               AND (CAST(:worker AS bigint) IS NULL
                    OR d.grid_id IN (SELECT grid_id FROM worker_grid WHERE worker_id = :worker))
            """;

    private static List<InGrid> grids(Handle handle, Instant at, Where where) {
        return handle.createQuery("SELECT d.grid, d.area, count(*) AS due FROM test_presses_due(:at) d" + CHOSEN
                        + " GROUP BY d.grid, d.area ORDER BY d.area NULLS FIRST, d.grid NULLS FIRST")
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("grid", where.grid())
                .bind("worker", where.worker())
                .map((row, context) -> new InGrid(row.getString("grid"), row.getString("area"), row.getLong("due")))
                .list();
    }

    private static List<Person> people(Handle handle, Instant at, Where where, int most) {
        return handle.createQuery("SELECT d.wearer_id, d.wearer, d.grid, d.last_test_at FROM test_presses_due(:at) d"
                        + CHOSEN + " ORDER BY d.last_test_at NULLS FIRST, d.wearer_id LIMIT :most")
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("grid", where.grid())
                .bind("worker", where.worker())
                .bind("most", most)
                .map((row, context) -> {
                    OffsetDateTime last = row.getObject("last_test_at", OffsetDateTime.class);
                    return new Person(
                            row.getLong("wearer_id"),
                            row.getString("wearer"),
                            row.getString("grid"),
                            last == null ? null : last.toInstant());
                })
                .list();
    }
}
