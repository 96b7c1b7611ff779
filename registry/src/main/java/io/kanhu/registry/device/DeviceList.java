package io.kanhu.registry.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The bands that are out, and what is the matter with them. Blocks. */
public final class DeviceList {
    /** Percent; at this and below somebody should see to the charging. */
    public static final int LOW_BATTERY = 20;

    /** Bands whose wearers are away are left out: they need not be heard. */
    private static final String BANDS = """
            WITH device AS (
              SELECT b.id, b.model, w.id AS wearer_id, w.code, w.name, w.phone, g.name AS grid,
                     s.heard_at, s.battery, s.battery_at, s.worn,
                     EXISTS (SELECT FROM wearer_suspension x
                              WHERE x.wearer_id = w.id AND x.starts_at <= :now AND (x.ends_at IS NULL OR x.ends_at > :now)) AS suspended,
                     CASE WHEN s.heard_at IS NULL THEN 'never_activated'
                          WHEN s.heard_at < :quiet AND (s.battery <= :low OR s.worn = false) THEN 'silent'
                          WHEN s.heard_at < :quiet THEN 'cause_unknown'
                          WHEN s.battery <= :low THEN 'battery_low'
                          WHEN s.worn = false THEN 'not_worn'
                          ELSE 'none' END AS trouble,
                     CASE WHEN s.heard_at IS NULL THEN greatest(a.starts_at, b.created_at)
                          WHEN s.heard_at < :quiet THEN s.heard_at
                          WHEN s.battery <= :low THEN s.battery_at
                          WHEN s.worn = false THEN s.worn_at END AS since
                FROM band_assignment a
                JOIN band b ON b.id = a.band
                JOIN wearer w ON w.id = a.wearer_id AND NOT w.synthetic
                LEFT JOIN grid g ON g.id = w.grid_id
                LEFT JOIN wearer_state s ON s.wearer_id = w.id AND s.band = b.id
               WHERE a.ends_at IS NULL
            )
            """;

    /** The firmware is the last that the band named. */
    private static final String SELECT = """
            SELECT d.*, (SELECT t.firmware FROM band_status t
                          WHERE t.band = d.id AND t.firmware IS NOT NULL ORDER BY t.measured_at DESC LIMIT 1) AS firmware
              FROM device d
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public DeviceList(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Bands with this trouble, those that have had it longest first; with {@link Trouble#NONE} those without any, by id.
     *
     * @param quiet a band that was not heard for so long is silent
     */
    public List<Device> with(Trouble trouble, Duration quiet, int limit) {
        return jdbi.withHandle(handle -> bind(handle.createQuery(BANDS + SELECT + """
                         WHERE d.trouble = :trouble AND (NOT d.suspended OR :trouble = 'none')
                         ORDER BY d.since, d.id LIMIT :limit
                        """), quiet)
                .bind("trouble", trouble.code())
                .bind("limit", limit)
                .map((row, context) -> device(row))
                .list());
    }

    /** One band; nothing if nobody has it. */
    public List<Device> of(String band, Duration quiet) {
        return jdbi.withHandle(handle -> bind(handle.createQuery(BANDS + SELECT + " WHERE d.id = :band"), quiet)
                .bind("band", band)
                .map((row, context) -> device(row))
                .list());
    }

    /** How many bands have which trouble; those of wearers who are away are not counted. */
    public Map<Trouble, Integer> counts(Duration quiet) {
        Map<Trouble, Integer> counts = new EnumMap<>(Trouble.class);
        jdbi.useHandle(handle -> bind(
                        handle.createQuery(BANDS
                                + "SELECT trouble, count(*) AS bands FROM device WHERE NOT suspended GROUP BY trouble"),
                        quiet)
                .map((row, context) -> counts.put(Trouble.of(row.getString("trouble")), row.getInt("bands")))
                .forEach(before -> {}));
        return counts;
    }

    private Query bind(Query query, Duration quiet) {
        Instant now = clock.instant();
        return query.bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("quiet", now.minus(quiet).atOffset(ZoneOffset.UTC))
                .bind("low", LOW_BATTERY);
    }

    private static Device device(ResultSet row) throws SQLException {
        return new Device(
                row.getString("id"),
                row.getString("model"),
                Trouble.of(row.getString("trouble")),
                instant(row, "since"),
                row.getLong("wearer_id"),
                row.getString("code"),
                row.getString("name"),
                row.getString("phone"),
                row.getString("grid"),
                row.getBoolean("suspended"),
                instant(row, "heard_at"),
                row.getObject("battery", Integer.class),
                instant(row, "battery_at"),
                row.getObject("worn", Boolean.class),
                row.getString("firmware"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
