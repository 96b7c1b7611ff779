package io.kanhu.registry.settlement;

import io.kanhu.registry.settlement.CutOff.Basis;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Served days by wearer and month. An open month is counted anew each time, by the rule that holds; a closed one stays as it was
 * counted. Blocks; a month of a city takes a while.
 */
public final class Settlement {
    private static final String OPEN = """
            SELECT w.id AS wearer_id, w.code, w.name, a.code AS area, a.name AS area_name, g.code AS grid, g.name AS grid_name,
                   d.days, d.away_days, d.bands
              FROM served_days(:month, :until, :hours, :basis) d
              JOIN wearer w ON w.id = d.wearer_id
              LEFT JOIN grid g ON g.id = w.grid_id
              LEFT JOIN area a ON a.id = g.area_id
            """;
    private static final String CLOSED = """
            SELECT wearer_id, code, name, area, area_name, grid, grid_name, days, away_days, bands
              FROM settled_wearer WHERE month = :month
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public Settlement(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** By area, grid and code. */
    public List<ServedWearer> of(YearMonth month) {
        return jdbi.inTransaction(handle -> counted(handle, month, "%s ORDER BY area NULLS LAST, grid, code")
                .map((row, context) -> read(row))
                .list());
    }

    /** The sums by area, those of no area last. */
    public List<AreaTotal> totals(YearMonth month) {
        return jdbi.inTransaction(handle -> counted(handle, month, """
                        SELECT area, min(area_name) AS area_name, count(*) FILTER (WHERE days > 0) AS wearers,
                               sum(days) AS days, sum(away_days) AS away_days
                          FROM (%s) AS served GROUP BY area ORDER BY area NULLS LAST
                        """)
                .map((row, context) -> new AreaTotal(
                        text(row, "area"),
                        text(row, "area_name"),
                        row.getInt("wearers"),
                        row.getInt("days"),
                        row.getInt("away_days")))
                .list());
    }

    /** Nothing while the month is open. */
    public Optional<Settled> closed(YearMonth month) {
        return jdbi.withHandle(handle -> closed(handle, month));
    }

    /**
     * Closes a month: it stays as it is counted now.
     *
     * @throws SettlementRefused if the month is not over, or is closed already
     */
    public Settled close(YearMonth month, String by) {
        return jdbi.inTransaction(handle -> {
            handle.execute("LOCK TABLE settled_month IN SHARE ROW EXCLUSIVE MODE");
            closed(handle, month).ifPresent(before -> {
                throw new SettlementRefused(
                        month + " was closed by " + before.by() + " on " + before.at() + " and stays as it is");
            });
            Instant ends =
                    month.plusMonths(1).atDay(1).atStartOfDay(zone(handle)).toInstant();
            if (clock.instant().isBefore(ends)) {
                throw new SettlementRefused(month + " is not over; close it from " + ends + " on");
            }
            CutOff rule = rule(handle);
            handle.createUpdate("""
                            INSERT INTO settled_month (month, hours, basis, closed_by, closed_at)
                            VALUES (:month, :hours, :basis, :by, :now)
                            """)
                    .bind("month", month.atDay(1))
                    .bind("hours", rule.hours())
                    .bind("basis", rule.basis().code())
                    .bind("by", by)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .execute();
            handle.createUpdate("""
                            INSERT INTO settled_wearer (month, wearer_id, code, name, area, area_name, grid, grid_name, days, away_days, bands)
                            SELECT :month, n.* FROM (%s) n
                            """.formatted(OPEN))
                    .bind("month", month.atDay(1))
                    .bind("until", ends.atOffset(ZoneOffset.UTC))
                    .bind("hours", rule.hours())
                    .bind("basis", rule.basis().code())
                    .execute();
            return closed(handle, month).orElseThrow();
        });
    }

    /** The rule that holds for months that are open. */
    public CutOff rule() {
        return jdbi.withHandle(Settlement::rule);
    }

    /** Lets another rule hold, for all months that are open. */
    public void setRule(CutOff rule) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE settlement_rule SET hours = :hours, basis = :basis")
                .bind("hours", rule.hours())
                .bind("basis", rule.basis().code())
                .execute());
    }

    /** The month it is in the city. */
    public YearMonth now() {
        return jdbi.withHandle(handle -> YearMonth.from(LocalDate.ofInstant(clock.instant(), zone(handle))));
    }

    /** @param sql what to ask of the served wearers of the month, who stand in for {@code %s} */
    private Query counted(Handle handle, YearMonth month, String sql) {
        boolean closed = closed(handle, month).isPresent();
        CutOff rule = rule(handle);
        Query query = handle.createQuery(sql.formatted(closed ? CLOSED : OPEN)).bind("month", month.atDay(1));
        return closed
                ? query
                : query.bind("until", clock.instant().atOffset(ZoneOffset.UTC))
                        .bind("hours", rule.hours())
                        .bind("basis", rule.basis().code());
    }

    private static Optional<Settled> closed(Handle handle, YearMonth month) {
        return handle.createQuery("SELECT * FROM settled_month WHERE month = :month")
                .bind("month", month.atDay(1))
                .map((row, context) -> new Settled(
                        month,
                        cutOff(row),
                        row.getString("closed_by"),
                        row.getObject("closed_at", OffsetDateTime.class).toInstant()))
                .findOne();
    }

    private static CutOff rule(Handle handle) {
        return handle.createQuery("SELECT hours, basis FROM settlement_rule")
                .map((row, context) -> cutOff(row))
                .one();
    }

    private static CutOff cutOff(ResultSet row) throws SQLException {
        return new CutOff(Basis.of(row.getString("basis")), row.getBigDecimal("hours"));
    }

    private static ZoneId zone(Handle handle) {
        return ZoneId.of(handle.createQuery("SELECT zone FROM kpi_setting")
                .mapTo(String.class)
                .one());
    }

    private static ServedWearer read(ResultSet row) throws SQLException {
        return new ServedWearer(
                row.getLong("wearer_id"),
                row.getString("code"),
                row.getString("name"),
                text(row, "area"),
                text(row, "area_name"),
                text(row, "grid"),
                text(row, "grid_name"),
                row.getInt("days"),
                row.getInt("away_days"),
                row.getString("bands"));
    }

    private static @Nullable String text(ResultSet row, String column) throws SQLException {
        return row.getString(column);
    }
}
