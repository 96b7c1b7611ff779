package io.kanhu.server.http;

import io.kanhu.registry.WearerProfile;
import io.kanhu.registry.Wearers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** A week of one wearer in figures, to be printed and talked over. */
final class ReportApi implements Api.Subject {
    private final Jdbi jdbi;
    private final Care care;
    private final Wearers wearers;
    private final Audit audit;
    private final Clock clock;

    ReportApi(Jdbi jdbi, Care care, Audit audit, Clock clock) {
        this.jdbi = jdbi;
        this.care = care;
        this.wearers = new Wearers(jdbi);
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("getWeeklyReport", this::week);
    }

    /** Monday's midnight and the next one's. */
    private record Week(LocalDate monday, OffsetDateTime from, OffsetDateTime to) {
        static Week of(LocalDate monday, ZoneId zone) {
            return new Week(
                    monday,
                    monday.atStartOfDay(zone).toOffsetDateTime(),
                    monday.plusWeeks(1).atStartOfDay(zone).toOffsetDateTime());
        }
    }

    private Answer week(Call call) {
        care.requireWearer(call, call.id());
        WearerProfile profile =
                wearers.profile(call.id()).orElseThrow(() -> new Problem(404, "There is no wearer " + call.id() + "."));
        String name = Call.pathOf(call.request(), "week");
        LocalDate monday = mondayOf(name);
        audit.looked(call.user(), call.id(), "report", null);
        ZoneId zone = ZoneId.systemDefault();
        Week week = Week.of(monday, zone);
        Week before = Week.of(monday.minusWeeks(1), zone);
        return Answer.ok(jdbi.withHandle(handle -> new JsonObject()
                .put("week", name)
                .put("from", monday.toString())
                .put("to", monday.plusDays(6).toString())
                .put("name", profile.name())
                .put("age", profile.ageOn(LocalDate.ofInstant(clock.instant(), zone)))
                .put("grid", profile.grid())
                .put("risk", profile.risk())
                .put("days", days(handle, call.id(), week, zone))
                .put("figures", figures(handle, call.id(), week, zone))
                .put("before", figures(handle, call.id(), before, zone))
                .put("alerts", alerts(handle, call.id(), week))
                .put("visits", visits(handle, call.id(), week))));
    }

    private static LocalDate mondayOf(String week) {
        try {
            return LocalDate.parse(week + "-1", DateTimeFormatter.ISO_WEEK_DATE);
        } catch (DateTimeException e) {
            throw new Problem(400, "There is no week " + week + "; write one such as 2026-W47.");
        }
    }

    private static Query bind(Query query, long wearer, Week week, ZoneId zone) {
        return query.bind("wearer", wearer)
                .bind("from", week.from())
                .bind("to", week.to())
                .bind("zone", zone.getId());
    }

    /** One row a day on which something was measured. */
    private static JsonArray days(Handle handle, long wearer, Week week, ZoneId zone) {
        JsonArray days = new JsonArray();
        bind(handle.createQuery("""
                        SELECT (hour AT TIME ZONE :zone)::date AS day,
                               round(sum(heart_rate_sum)::numeric / nullif(sum(heart_rate_count), 0)) AS pulse,
                               min(heart_rate_min) AS pulse_min, max(heart_rate_max) AS pulse_max,
                               round(sum(systolic_sum)::numeric / nullif(sum(systolic_count), 0)) AS systolic,
                               round(sum(diastolic_sum)::numeric / nullif(sum(diastolic_count), 0)) AS diastolic,
                               max(steps_max) AS steps, sum(readings) AS readings, count(DISTINCT hour) AS hours
                          FROM vital_sign_hourly
                         WHERE band = ANY(ARRAY(SELECT DISTINCT band FROM band_assignment WHERE wearer_id = :wearer))
                           AND wearer_id = :wearer AND hour >= :from AND hour < :to
                         GROUP BY 1 ORDER BY 1
                        """), wearer, week, zone)
                .map((row, context) -> days.add(numbers(
                                row,
                                "pulse",
                                "pulse_min",
                                "pulse_max",
                                "systolic",
                                "diastolic",
                                "steps",
                                "readings",
                                "hours")
                        .put("day", row.getString("day"))))
                .forEach(added -> {});
        return days;
    }

    private static JsonObject figures(Handle handle, long wearer, Week week, ZoneId zone) {
        return bind(handle.createQuery("""
                        WITH worn AS (SELECT DISTINCT band FROM band_assignment WHERE wearer_id = :wearer), hours AS (
                          SELECT hour, sum(heart_rate_sum) AS pulse_sum, sum(heart_rate_count) AS pulse_count,
                                 min(heart_rate_min) AS pulse_min, max(heart_rate_max) AS pulse_max,
                                 sum(systolic_sum) AS systolic_sum, sum(systolic_count) AS pressures, sum(diastolic_sum) AS diastolic_sum,
                                 max(systolic_max) AS systolic_max, max(steps_max) AS steps
                            FROM vital_sign_hourly
                           WHERE band = ANY(ARRAY(SELECT band FROM worn)) AND wearer_id = :wearer AND hour >= :from AND hour < :to
                           GROUP BY hour
                        ), daily AS (SELECT max(steps) AS steps FROM hours GROUP BY (hour AT TIME ZONE :zone)::date)
                        SELECT round(sum(pulse_sum)::numeric / nullif(sum(pulse_count), 0)) AS pulse,
                               round((sum(pulse_sum) FILTER (WHERE extract(hour FROM hour AT TIME ZONE :zone) < 5))::numeric
                                     / nullif(sum(pulse_count) FILTER (WHERE extract(hour FROM hour AT TIME ZONE :zone) < 5), 0)) AS night,
                               min(pulse_min) AS pulse_min, max(pulse_max) AS pulse_max,
                               round(sum(systolic_sum)::numeric / nullif(sum(pressures), 0)) AS systolic,
                               round(sum(diastolic_sum)::numeric / nullif(sum(pressures), 0)) AS diastolic,
                               max(systolic_max) AS systolic_max, coalesce(sum(pressures), 0) AS pressures,
                               count(*) AS hours, (SELECT round(avg(steps)) FROM daily) AS steps,
                               (SELECT round(100.0 * count(*) FILTER (WHERE worn) / nullif(count(*), 0)) FROM band_status s
                                 WHERE s.band = ANY(ARRAY(SELECT band FROM worn)) AND s.wearer_id = :wearer
                                   AND s.measured_at >= :from AND s.measured_at < :to AND s.worn IS NOT NULL) AS worn
                          FROM hours
                        """), wearer, week, zone)
                .map((row, context) -> numbers(
                        row,
                        "pulse",
                        "night",
                        "pulse_min",
                        "pulse_max",
                        "systolic",
                        "diastolic",
                        "systolic_max",
                        "pressures",
                        "hours",
                        "steps",
                        "worn"))
                .one();
    }

    private static JsonArray alerts(Handle handle, long wearer, Week week) {
        JsonArray alerts = new JsonArray();
        handle.createQuery("""
                        SELECT id, kind, state, outcome, raised_at FROM alert
                         WHERE wearer_id = :wearer AND raised_at >= :from AND raised_at < :to ORDER BY raised_at
                        """)
                .bind("wearer", wearer)
                .bind("from", week.from())
                .bind("to", week.to())
                .map((row, context) -> alerts.add(new JsonObject()
                        .put("id", row.getLong("id"))
                        .put("kind", row.getString("kind"))
                        .put("state", row.getString("state"))
                        .put("outcome", row.getString("outcome"))
                        .put("at", time(row, "raised_at"))))
                .forEach(added -> {});
        return alerts;
    }

    private static JsonArray visits(Handle handle, long wearer, Week week) {
        JsonArray visits = new JsonArray();
        handle.createQuery("""
                        SELECT visited_at, way, note, recorded_by FROM visit
                         WHERE wearer_id = :wearer AND visited_at >= :from AND visited_at < :to ORDER BY visited_at
                        """)
                .bind("wearer", wearer)
                .bind("from", week.from())
                .bind("to", week.to())
                .map((row, context) -> visits.add(new JsonObject()
                        .put("at", time(row, "visited_at"))
                        .put("way", row.getString("way"))
                        .put("note", row.getString("note"))
                        .put("by", row.getString("recorded_by"))))
                .forEach(added -> {});
        return visits;
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant().toString();
    }

    /** Whole numbers by their columns' names; {@code null} for what was not measured. */
    private static JsonObject numbers(ResultSet row, String... columns) throws SQLException {
        JsonObject json = new JsonObject();
        for (String column : columns) {
            long value = row.getLong(column);
            json.put(column, row.wasNull() ? null : value);
        }
        return json;
    }
}
