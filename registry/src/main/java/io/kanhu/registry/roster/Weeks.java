package io.kanhu.registry.roster;

import io.kanhu.registry.roster.RosterWeek.Gap;
import io.kanhu.registry.roster.RosterWeek.OnDuty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The roster as a calendar shows it. Blocks. */
public final class Weeks {
    private final Jdbi jdbi;

    public Weeks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A day of the calendar that is not as others. */
    public record Holiday(LocalDate day, String name) {}

    /** Grids by code, from one moment to another; {@code grid} is the code of the only one, {@code null} for as many as the limit says. */
    public List<RosterWeek> of(@Nullable String grid, Instant from, Instant until, int limit) {
        return jdbi.inTransaction(handle -> {
            Map<String, String> grids = grids(handle, grid, limit);
            List<String> codes = List.copyOf(grids.keySet());
            Map<String, List<OnDuty>> duties = duties(handle, codes, from, until);
            Map<String, List<Gap>> gaps = gaps(handle, codes, from, until);
            return grids.entrySet().stream()
                    .map(one -> new RosterWeek(
                            one.getKey(),
                            one.getValue(),
                            duties.getOrDefault(one.getKey(), List.of()),
                            gaps.getOrDefault(one.getKey(), List.of())))
                    .toList();
        });
    }

    public List<Holiday> holidays(LocalDate from, LocalDate until) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT day, name FROM holiday WHERE day >= :from AND day < :until ORDER BY day")
                .bind("from", from)
                .bind("until", until)
                .map((row, context) -> new Holiday(row.getObject("day", LocalDate.class), row.getString("name")))
                .list());
    }

    /** In which days are counted. */
    public ZoneId zone() {
        return jdbi.withHandle(handle -> ZoneId.of(handle.createQuery("SELECT zone FROM kpi_setting")
                .mapTo(String.class)
                .one()));
    }

    private static Map<String, String> grids(Handle handle, @Nullable String grid, int limit) {
        Map<String, String> grids = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT code, name FROM city_grid WHERE :grid::text IS NULL OR code = :grid ORDER BY code LIMIT :limit
                        """)
                .bind("grid", grid)
                .bind("limit", limit)
                .map((row, context) -> grids.put(row.getString("code"), row.getString("name")) == null)
                .forEach(added -> {});
        return grids;
    }

    private static Map<String, List<OnDuty>> duties(Handle handle, List<String> grids, Instant from, Instant until) {
        Map<String, List<OnDuty>> duties = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT g.code AS grid, w.code, w.name, d.duty, greatest(d.starts_at, :from) AS starts_at,
                               least(d.ends_at, :until) AS ends_at
                          FROM grid g CROSS JOIN LATERAL duty_of(g.id, NULL, :from, :until) d JOIN worker w ON w.id = d.worker_id
                         WHERE g.code = ANY(:grids) AND d.starts_at < :until
                         ORDER BY 1, 5, d.duty DESC, 2
                        """)
                .bindArray("grids", String.class, grids)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .map((row, context) -> duties.computeIfAbsent(row.getString("grid"), code -> new ArrayList<>())
                        .add(new OnDuty(
                                row.getString("code"),
                                row.getString("name"),
                                row.getString("duty"),
                                instant(row, "starts_at"),
                                instant(row, "ends_at"))))
                .forEach(added -> {});
        return duties;
    }

    private static Map<String, List<Gap>> gaps(Handle handle, List<String> grids, Instant from, Instant until) {
        Map<String, List<Gap>> gaps = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT g.code AS grid, lower(gap) AS starts_at, upper(gap) AS ends_at
                          FROM grid g
                         CROSS JOIN LATERAL unnest(tstzmultirange(tstzrange(:from, :until)) - coalesce(
                               (SELECT range_agg(tstzrange(d.starts_at, d.ends_at)) FROM duty_of(g.id, NULL, :from, :until) d), '{}')) AS gap
                         WHERE g.code = ANY(:grids)
                         ORDER BY 1, 2
                        """)
                .bindArray("grids", String.class, grids)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .map((row, context) -> gaps.computeIfAbsent(row.getString("grid"), code -> new ArrayList<>())
                        .add(new Gap(instant(row, "starts_at"), instant(row, "ends_at"))))
                .forEach(added -> {});
        return gaps;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
