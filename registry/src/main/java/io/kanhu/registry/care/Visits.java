package io.kanhu.registry.care;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Visits: how often who is visited, who is due, which were made, and how many of those that should have been. Blocks. */
public final class Visits {
    private final Jdbi jdbi;

    public Visits(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** How somebody was seen. */
    public enum Way {
        HOME,
        TELEPHONE;

        /** The word in the database and in the interface. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the word back. */
        public static Way of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** One that was made. */
    public record Visit(Instant at, Way way, @Nullable String note, String by) {}

    /**
     * Somebody to be visited.
     *
     * @param lastAt {@code null} for never
     * @param dueAt when the next is due, by their risk
     */
    public record Due(
            long wearerId,
            String name,
            String risk,
            @Nullable String grid,
            @Nullable String address,
            @Nullable Instant lastAt,
            Instant dueAt) {}

    /**
     * Of one grid in one month: what should have been, and what was made of that. More visits to one person than were due count as
     * those that were due.
     */
    public record Rate(@Nullable String grid, long wearers, long planned, long made, long visits) {}

    /** The newest first. */
    public List<Visit> of(long wearerId, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT visited_at, way, note, recorded_by FROM visit
                         WHERE wearer_id = :wearer ORDER BY visited_at DESC, id DESC LIMIT :most
                        """)
                .bind("wearer", wearerId)
                .bind("most", most)
                .map((row, context) -> new Visit(
                        instant(row, "visited_at"),
                        Way.of(row.getString("way")),
                        row.getString("note"),
                        row.getString("recorded_by")))
                .list());
    }

    /** Of a wearer there is. */
    public void made(long wearerId, Visit visit, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO visit (wearer_id, visited_at, way, note, recorded_by, recorded_at)
                        VALUES (:wearer, :at, :way, :note, :by, :now)
                        """)
                .bind("wearer", wearerId)
                .bind("at", utc(visit.at()))
                .bind("way", visit.way().code())
                .bind("note", visit.note())
                .bind("by", visit.by())
                .bind("now", utc(now))
                .execute());
    }

    /**
     * Who is due by then, the longest due first.
     *
     * @param grid code; {@code null} for all
     * @param gridIds only those who live in these; {@code null} for all
     */
    public List<Due> due(@Nullable String grid, @Nullable List<Long> gridIds, Instant by, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT d.wearer_id, w.name, d.risk, g.name AS grid, w.address, d.last_at, d.due_at
                          FROM visit_due d JOIN wearer w ON w.id = d.wearer_id LEFT JOIN grid g ON g.id = d.grid_id
                         WHERE d.due_at <= :by AND (:everywhere OR d.grid_id = ANY(:grids)) AND (:grid::text IS NULL OR g.code = :grid)
                         ORDER BY d.due_at, array_position(ARRAY['high', 'key', 'ordinary'], d.risk), w.name LIMIT :most
                        """)
                .bind("everywhere", gridIds == null)
                .bindArray("grids", Long.class, gridIds == null ? List.of() : gridIds)
                .bind("by", utc(by))
                .bind("grid", grid)
                .bind("most", most)
                .map((row, context) -> new Due(
                        row.getLong("wearer_id"),
                        row.getString("name"),
                        row.getString("risk"),
                        row.getString("grid"),
                        row.getString("address"),
                        row.getObject("last_at") == null ? null : instant(row, "last_at"),
                        instant(row, "due_at")))
                .list());
    }

    /**
     * Of each grid, by its name. A month has as many visits as fit into its days, one at least.
     *
     * @param gridIds only these; {@code null} for all
     */
    public List<Rate> rates(YearMonth month, @Nullable List<Long> gridIds) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH month AS (
                          SELECT make_date(:year, :month, 1) AT TIME ZONE zone AS begins,
                                 (make_date(:year, :month, 1) + interval '1 month') AT TIME ZONE zone AS ends FROM kpi_setting
                        ), each AS (
                          SELECT w.id, w.grid_id, greatest(1, :days / s.every_days) AS planned,
                                 (SELECT count(*) FROM visit v, month m
                                   WHERE v.wearer_id = w.id AND v.visited_at >= m.begins AND v.visited_at < m.ends) AS visits
                            FROM wearer w JOIN visit_setting s ON s.risk = w.risk
                           WHERE NOT w.synthetic AND (:everywhere OR w.grid_id = ANY(:grids))
                             AND EXISTS (SELECT FROM band_wearing a, month m
                                          WHERE a.wearer_id = w.id AND a.since < m.ends
                                            AND (a.ends_at IS NULL OR a.ends_at > m.begins))
                        )
                        SELECT g.name AS grid, count(*) AS wearers, sum(planned) AS planned,
                               sum(least(visits, planned)) AS made, sum(visits) AS visits
                          FROM each LEFT JOIN grid g ON g.id = each.grid_id GROUP BY g.id ORDER BY g.name NULLS LAST
                        """)
                .bind("everywhere", gridIds == null)
                .bindArray("grids", Long.class, gridIds == null ? List.of() : gridIds)
                .bind("year", month.getYear())
                .bind("month", month.getMonthValue())
                .bind("days", month.lengthOfMonth())
                .map((row, context) -> new Rate(
                        row.getString("grid"),
                        row.getLong("wearers"),
                        row.getLong("planned"),
                        row.getLong("made"),
                        row.getLong("visits")))
                .list());
    }

    /** Days from one visit to the next, by risk. */
    public Map<String, Integer> plan() {
        return jdbi.withHandle(Visits::plan);
    }

    /** Changes it for those risks that are named. */
    public Map<String, Integer> plan(Map<String, Integer> everyDays) {
        return jdbi.inTransaction(handle -> {
            everyDays.forEach((risk, days) -> handle.createUpdate(
                            "UPDATE visit_setting SET every_days = :days WHERE risk = :risk")
                    .bind("days", days)
                    .bind("risk", risk)
                    .execute());
            return plan(handle);
        });
    }

    private static Map<String, Integer> plan(Handle handle) {
        Map<String, Integer> plan = new TreeMap<>();
        handle.createQuery("SELECT risk, every_days FROM visit_setting")
                .map((row, context) -> plan.put(row.getString("risk"), row.getInt("every_days")))
                .forEach(before -> {});
        return plan;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
