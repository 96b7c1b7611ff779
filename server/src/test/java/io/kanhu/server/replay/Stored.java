package io.kanhu.server.replay;

import io.kanhu.server.Town;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds of one band.
 *
 * @param refusals rows of refused messages, by reason
 * @param lastWrite the transaction that wrote last: a row that is written again has a later one
 */
record Stored(
        SortedMap<Instant, Vital> vitals,
        SortedMap<Instant, Place> places,
        Map<String, Integer> refusals,
        @Nullable String lastWrite) {

    record Vital(
            @Nullable Integer heartRate,
            @Nullable Integer systolic,
            @Nullable Integer diastolic) {
        static Vital pulse(int bpm) {
            return new Vital(bpm, null, null);
        }
    }

    record Place(double latitude, double longitude) {}

    static Stored of(Town town, int band) {
        return town.jdbi()
                .withHandle(handle -> new Stored(
                        rows(
                                handle,
                                "SELECT measured_at, heart_rate, systolic, diastolic FROM vital_sign",
                                town.band(band),
                                (row, context) -> new Vital(
                                        whole(row, "heart_rate"), whole(row, "systolic"), whole(row, "diastolic"))),
                        rows(
                                handle,
                                "SELECT measured_at, latitude, longitude FROM location_fix",
                                town.band(band),
                                (row, context) -> new Place(row.getDouble("latitude"), row.getDouble("longitude"))),
                        refusals(handle, town.band(band)),
                        lastWrite(handle, town.band(band))));
    }

    /** Times of which anything is stored. */
    Set<Instant> moments() {
        Set<Instant> all = new TreeSet<>(vitals.keySet());
        all.addAll(places.keySet());
        return all;
    }

    private static <T> SortedMap<Instant, T> rows(Handle handle, String select, String band, RowMapper<T> values) {
        SortedMap<Instant, T> rows = new TreeMap<>();
        handle.createQuery(select + " WHERE band = :band")
                .bind("band", band)
                .map((row, context) -> Map.entry(
                        row.getObject("measured_at", OffsetDateTime.class).toInstant(), values.map(row, context)))
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        return rows;
    }

    private static Map<String, Integer> refusals(Handle handle, String band) {
        return handle.createQuery(
                        "SELECT reason, count(*) AS messages FROM rejected_message WHERE band = :band GROUP BY reason")
                .bind("band", band)
                .reduceRows(new TreeMap<>(), (found, row) -> {
                    found.put(row.getColumn("reason", String.class), row.getColumn("messages", Integer.class));
                    return found;
                });
    }

    private static @Nullable String lastWrite(Handle handle, String band) {
        return handle.createQuery("""
                        SELECT max(xmin::text::bigint)::text FROM
                          (SELECT xmin FROM vital_sign WHERE band = :band
                            UNION ALL SELECT xmin FROM location_fix WHERE band = :band) AS written
                        """)
                .bind("band", band)
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }

    private static @Nullable Integer whole(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Integer.class);
    }
}
