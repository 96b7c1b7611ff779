package io.kanhu.server.http;

import io.kanhu.alerting.rules.Limits;
import io.kanhu.alerting.rules.LimitsBook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The wearers of some grids with what is odd about them today, those first. By the table of states, so seconds behind. Where they are
 * is not in it, only where they live. Blocks.
 */
final class MyPeople {
    /** More than any worker looks after. */
    private static final int MOST = 2_000;

    private static final Duration TODAY = Duration.ofHours(24);

    /** What is odd, the worst first. */
    private static final List<String> ODD = List.of(
            "emergency",
            "alert",
            "pulse_high",
            "pulse_low",
            "pressure_high",
            "pressure_low",
            "silent",
            "not_worn",
            "battery_low",
            "no_band",
            "suspended");

    private static final List<String> RISKS = List.of("high", "key", "ordinary");

    private final Jdbi jdbi;
    private final Clock clock;
    private final LimitsBook limits;

    MyPeople(Jdbi jdbi, Clock clock, LimitsBook limits) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.limits = limits;
    }

    /** One of them, as the contract writes it. */
    record Row(long id, String risk, List<String> odd, JsonObject json) {
        private int urgency() {
            return odd.stream().mapToInt(ODD::indexOf).min().orElse(ODD.size());
        }
    }

    List<Row> of(List<Long> grids) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle
                .createQuery("""
                        SELECT w.id, w.name, w.born_on, w.risk, w.address, w.grid_id, g.name AS grid, w.home_latitude,
                               w.home_longitude, b.worn_since, s.heard_at, s.heart_rate, s.heart_rate_at, s.systolic, s.diastolic,
                               s.pressure_at, s.battery, s.battery_at, s.worn, p.reason AS away, a.id AS alert_id, a.kind, a.severity
                          FROM wearer w JOIN grid g ON g.id = w.grid_id
                          LEFT JOIN wearer_state s ON s.wearer_id = w.id
                          LEFT JOIN LATERAL (SELECT min(a.since) AS worn_since FROM band_wearing a
                                              WHERE a.wearer_id = w.id AND a.ends_at IS NULL) b ON true
                          LEFT JOIN LATERAL (SELECT p.reason FROM wearer_suspension p
                                              WHERE p.wearer_id = w.id AND p.starts_at <= :now
                                                AND (p.ends_at IS NULL OR p.ends_at > :now)
                                              ORDER BY p.starts_at DESC LIMIT 1) p ON true
                          LEFT JOIN LATERAL (SELECT a.id, a.kind, a.severity FROM alert a
                                              WHERE a.wearer_id = w.id AND a.state NOT IN ('resolved', 'closed')
                                              ORDER BY a.severity <> 'emergency', a.id DESC LIMIT 1) a ON true
                         WHERE w.grid_id = ANY(:grids) AND NOT w.synthetic
                         ORDER BY w.name LIMIT :most
                        """)
                .bindArray("grids", Long.class, grids)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("most", MOST)
                .map((row, context) -> read(row, now))
                .stream()
                .sorted(Comparator.comparingInt(Row::urgency).thenComparing(row -> RISKS.indexOf(row.risk())))
                .toList());
    }

    private Row read(ResultSet row, Instant now) throws SQLException {
        long id = row.getLong("id");
        List<String> odd = odd(row, limits.of(id, row.getLong("grid_id")), now);
        LocalDate bornOn = row.getObject("born_on", LocalDate.class);
        LocalDate today = LocalDate.ofInstant(now, ZoneId.systemDefault());
        JsonObject json = new JsonObject()
                .put("id", id)
                .put("name", row.getString("name"))
                .put(
                        "age",
                        bornOn == null ? null : Period.between(bornOn, today).getYears())
                .put("risk", row.getString("risk"))
                .put("address", row.getString("address"))
                .put("grid", row.getString("grid"))
                .put("home", home(row))
                .put("odd", new JsonArray(odd))
                .put("alertId", row.getObject("alert_id", Long.class))
                .put("alertKind", row.getString("kind"))
                .put("heardAt", text(instant(row, "heard_at")))
                .put("heartRate", integer(row, "heart_rate"))
                .put("systolic", integer(row, "systolic"))
                .put("diastolic", integer(row, "diastolic"))
                .put("battery", integer(row, "battery"));
        return new Row(id, row.getString("risk"), odd, json);
    }

    private static List<String> odd(ResultSet row, Limits limits, Instant now) throws SQLException {
        List<String> odd = new ArrayList<>();
        String severity = row.getString("severity");
        if (severity != null) {
            odd.add(severity.equals("emergency") ? "emergency" : "alert");
        }
        if (row.getString("away") != null) {
            // Nothing else is odd about a band that lies in a drawer meanwhile.
            odd.add("suspended");
            return odd;
        }
        Instant wornSince = instant(row, "worn_since");
        if (wornSince == null) {
            odd.add("no_band");
            return odd;
        }
        if (isRecent(row, "heart_rate_at", now)) {
            pulse(odd, row.getInt("heart_rate"), limits);
        }
        if (isRecent(row, "pressure_at", now)) {
            pressure(odd, row.getInt("systolic"), row.getInt("diastolic"), limits);
        }
        Instant heard = Objects.requireNonNullElse(instant(row, "heard_at"), wornSince);
        if (heard.isBefore(now.minus(Duration.ofHours(limits.silentHours())))) {
            odd.add("silent");
        }
        Boolean worn = row.getObject("worn", Boolean.class);
        if (worn != null && !worn) {
            odd.add("not_worn");
        }
        Integer battery = integer(row, "battery");
        if (battery != null && battery <= limits.batteryLow()) {
            odd.add("battery_low");
        }
        return odd;
    }

    private static void pulse(List<String> odd, int heartRateBpm, Limits limits) {
        if (heartRateBpm >= limits.pulseHigh()) {
            odd.add("pulse_high");
        } else if (heartRateBpm <= limits.pulseLow()) {
            odd.add("pulse_low");
        }
    }

    private static void pressure(List<String> odd, int systolic, int diastolic, Limits limits) {
        if (systolic >= limits.systolicHigh() || diastolic >= limits.diastolicHigh()) {
            odd.add("pressure_high");
        } else if (systolic <= limits.systolicLow()) {
            odd.add("pressure_low");
        }
    }

    private static boolean isRecent(ResultSet row, String column, Instant now) throws SQLException {
        Instant at = instant(row, column);
        return at != null && at.isAfter(now.minus(TODAY));
    }

    private static @Nullable JsonObject home(ResultSet row) throws SQLException {
        Double latitude = row.getObject("home_latitude", Double.class);
        Double longitude = row.getObject("home_longitude", Double.class);
        return latitude == null || longitude == null ? null : AlertShape.place(latitude, longitude, null, null);
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
