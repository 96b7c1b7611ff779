package io.kanhu.ingest.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was measured of wearers. History follows the person, not the band: a wearer's rows are looked for under every band the
 * wearer ever wore, by the key (band, measured_at), and those of its other wearers are left out. Hours of vital signs that have ended are
 * read from where they lie together, by the function {@code vital_signs_of} of the database. Blocks.
 */
public final class Measured {
    /** The bands a wearer has worn: a handful. */
    private static final String WORN = "SELECT DISTINCT band FROM band_assignment WHERE wearer_id = :wearer";

    /** What is older says nothing about now. */
    private static final Duration LATELY = Duration.ofDays(14);

    private final Jdbi jdbi;
    private final Clock clock;

    public Measured(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Vital signs in order of time.
     *
     * @param from inclusive
     * @param to exclusive
     * @param limit most rows
     */
    public List<Vitals> vitals(long wearerId, Instant from, Instant to, int limit) {
        // Hours until there are so many readings; those of an hour that begins before the span do not count.
        List<List<Vitals>> hours =
                jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT %s FROM (
                          SELECT h.*, sum(cardinality(at_ms)) FILTER (WHERE hour >= :from)
                                        OVER (ORDER BY hour GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
                            FROM (SELECT ARRAY(%s) AS bands) AS worn
                           CROSS JOIN LATERAL vital_signs_of(:wearer, worn.bands, :from, :to) AS h) AS hours
                         WHERE coalesce(earlier, 0) < :limit
                        """.formatted(PackedReadings.COLUMNS, WORN))
                        .bind("wearer", wearerId)
                        .bind("from", from.atOffset(ZoneOffset.UTC))
                        .bind("to", to.atOffset(ZoneOffset.UTC))
                        .bind("limit", limit)
                        .map((row, context) -> PackedReadings.of(row, from, to))
                        .list());
        return hours.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Vitals::at))
                .limit(limit)
                .toList();
    }

    /**
     * Where a wearer was, in order of time.
     *
     * @param from inclusive
     * @param to exclusive
     * @param limit most positions
     */
    public List<Latest.Position> positions(long wearerId, Instant from, Instant to, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT measured_at, latitude, longitude, accuracy FROM location_fix
                         WHERE band = ANY(ARRAY(%s)) AND wearer_id = :wearer
                           AND measured_at >= :from AND measured_at < :to
                         ORDER BY measured_at LIMIT :limit
                        """.formatted(WORN))
                .bind("wearer", wearerId)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map((row, context) -> new Latest.Position(
                        row.getDouble("latitude"), row.getDouble("longitude"), number(row, "accuracy"), at(row)))
                .list());
    }

    /**
     * The same by the hour, from the roll-up, which is kept longer than the readings.
     *
     * @param from inclusive; an hour counts where it begins
     * @param to exclusive
     */
    public List<HourOfVitals> hours(long wearerId, Instant from, Instant to) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT hour,
                               min(heart_rate_min) AS heart_rate_min, max(heart_rate_max) AS heart_rate_max,
                               sum(heart_rate_sum)::float8 / nullif(sum(heart_rate_count), 0) AS heart_rate_mean,
                               min(systolic_min) AS systolic_min, max(systolic_max) AS systolic_max,
                               sum(systolic_sum)::float8 / nullif(sum(systolic_count), 0) AS systolic_mean,
                               min(diastolic_min) AS diastolic_min, max(diastolic_max) AS diastolic_max,
                               sum(diastolic_sum)::float8 / nullif(sum(diastolic_count), 0) AS diastolic_mean,
                               min(spo2_min) AS spo2_min, max(spo2_max) AS spo2_max,
                               sum(spo2_sum)::float8 / nullif(sum(spo2_count), 0) AS spo2_mean,
                               min(temperature_min) AS temperature_min, max(temperature_max) AS temperature_max,
                               sum(temperature_sum)::float8 / nullif(sum(temperature_count), 0) AS temperature_mean,
                               max(steps_max) AS steps_max
                          FROM vital_sign_hourly
                         WHERE band = ANY(ARRAY(%s)) AND wearer_id = :wearer AND hour >= :from AND hour < :to
                         GROUP BY hour ORDER BY hour
                        """.formatted(WORN))
                .bind("wearer", wearerId)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .map((row, context) -> new HourOfVitals(
                        row.getObject("hour", OffsetDateTime.class).toInstant(),
                        range(row, "heart_rate"),
                        range(row, "systolic"),
                        range(row, "diastolic"),
                        range(row, "spo2"),
                        range(row, "temperature"),
                        integer(row, "steps_max")))
                .list());
    }

    /** The newest value of each kind of the last two weeks. */
    public Latest latest(long wearerId) {
        return jdbi.withHandle(handle -> new Latest(
                newest(
                                handle,
                                "SELECT heart_rate, measured_at FROM vital_sign",
                                "heart_rate",
                                wearerId,
                                (row, context) -> new Latest.HeartRate(row.getInt("heart_rate"), at(row)))
                        .orElse(null),
                newest(
                                handle,
                                "SELECT systolic, diastolic, measured_at FROM vital_sign",
                                "systolic",
                                wearerId,
                                (row, context) ->
                                        new Latest.Pressure(row.getInt("systolic"), row.getInt("diastolic"), at(row)))
                        .orElse(null),
                newest(
                                handle,
                                "SELECT latitude, longitude, accuracy, measured_at FROM location_fix",
                                "latitude",
                                wearerId,
                                (row, context) -> new Latest.Position(
                                        row.getDouble("latitude"),
                                        row.getDouble("longitude"),
                                        number(row, "accuracy"),
                                        at(row)))
                        .orElse(null),
                newest(
                                handle,
                                "SELECT battery, measured_at FROM band_status",
                                "battery",
                                wearerId,
                                (row, context) -> new Latest.Battery(row.getInt("battery"), at(row)))
                        .orElse(null)));
    }

    /**
     * How many wearers of some grids there are with a band, and of how many something was measured lately. By the table of states, so
     * seconds behind, and a few minutes with a million bands.
     *
     * @param gridIds grids, or {@code null} for all
     */
    public Presence presence(@Nullable List<Long> gridIds, Duration lately) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) AS bands,
                               count(*) FILTER (WHERE s.heard_at > :since) AS heard
                          FROM band_assignment a JOIN wearer w ON w.id = a.wearer_id
                          LEFT JOIN wearer_state s ON s.wearer_id = w.id
                         WHERE a.ends_at IS NULL AND NOT w.synthetic AND (:everywhere OR w.grid_id = ANY(:grids))
                        """)
                .bind("since", now.minus(lately).atOffset(ZoneOffset.UTC))
                .bind("everywhere", gridIds == null)
                .bindArray("grids", Long.class, gridIds == null ? List.of() : gridIds)
                .map((row, context) -> new Presence(row.getLong("bands"), row.getLong("heard")))
                .one());
    }

    /** Bands that are worn, and those of them that were heard. */
    public record Presence(long bands, long heard) {}

    private <T> Optional<T> newest(Handle handle, String select, String wanted, long wearerId, RowMapper<T> mapper) {
        return handle.createQuery("""
                        SELECT newest.* FROM (%1$s) AS worn CROSS JOIN LATERAL (
                          %2$s WHERE band = worn.band AND wearer_id = :wearer AND measured_at > :since
                             AND %3$s IS NOT NULL ORDER BY measured_at DESC LIMIT 1) AS newest
                         ORDER BY measured_at DESC LIMIT 1
                        """.formatted(WORN, select, wanted))
                .bind("wearer", wearerId)
                .bind("since", clock.instant().minus(LATELY).atOffset(ZoneOffset.UTC))
                .map(mapper)
                .findOne();
    }

    private static Instant at(ResultSet row) throws SQLException {
        return row.getObject("measured_at", OffsetDateTime.class).toInstant();
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static HourOfVitals.@Nullable Range range(ResultSet row, String column) throws SQLException {
        Double min = number(row, column + "_min");
        Double mean = number(row, column + "_mean");
        Double max = number(row, column + "_max");
        return min == null || mean == null || max == null ? null : new HourOfVitals.Range(min, mean, max);
    }

    /** By way of its text: 36.6 is kept in four bytes and must not come back as 36.599998. */
    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        String value = row.getString(column);
        return value == null ? null : Double.valueOf(value);
    }
}
