package io.kanhu.registry.band;

import io.kanhu.registry.Scope;
import io.kanhu.registry.band.ShelvedBand.Holder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which bands there are and who has or had them. What is in stock is the whole city's; a band that somebody wears is shown to whoever looks
 * after the part of the city they live in. Blocks.
 */
public final class BandList {
    private static final String SELECT = """
            SELECT b.id, b.model, b.disabled, b.condition, greatest(b.created_at, b.condition_at) AS since,
                   a.wearer_id, w.code, w.name, a.lent, a.since AS worn_since
              FROM band b
              LEFT JOIN band_wearing a ON a.band = b.id AND a.ends_at IS NULL
              LEFT JOIN wearer w ON w.id = a.wearer_id
             WHERE w.synthetic IS NOT TRUE
               AND (a.wearer_id IS NULL OR :area::bigint IS NULL
                    OR w.grid_id IN (SELECT g.id FROM grid g WHERE g.area_id IN (SELECT areas_in(:area))))
            """;

    private final Jdbi jdbi;

    public BandList(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Where a band is, for those who look for one. */
    public enum Where {
        ANYWHERE("true"),
        STOCK("a.wearer_id IS NULL AND NOT b.disabled"),
        OUT("a.wearer_id IS NOT NULL"),
        LENT("a.lent"),
        UNUSABLE("b.disabled");

        private final String sql;

        Where(String sql) {
            this.sql = sql;
        }
    }

    /**
     * By id.
     *
     * @param search part of the band's id, or of its wearer's name or code; empty for all
     */
    public List<ShelvedBand> find(Scope scope, String search, Where where, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " AND " + where.sql + """
                         AND (:search = '' OR strpos(lower(b.id), lower(:search)) > 0
                              OR strpos(w.name, :search) > 0 OR strpos(lower(w.code), lower(:search)) > 0)
                        ORDER BY b.id LIMIT :limit
                        """)
                .bind("area", scope.areaId())
                .bind("search", search)
                .bind("limit", limit)
                .map((row, context) -> band(row))
                .list());
    }

    public Optional<ShelvedBand> find(Scope scope, String id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " AND b.id = :id")
                .bind("area", scope.areaId())
                .bind("id", id)
                .map((row, context) -> band(row))
                .findOne());
    }

    /** Who had this band, the latest first. */
    public List<Handing> history(String id) {
        return jdbi.withHandle(handle -> handings(handle, "a.band = :key", id));
    }

    /** The bands this wearer had, the latest first. */
    public List<Handing> historyOf(long wearerId) {
        return jdbi.withHandle(handle -> handings(handle, "a.wearer_id = :key", wearerId));
    }

    private static List<Handing> handings(Handle handle, String condition, Object key) {
        return handle.createQuery("""
                        SELECT a.*, s.since, w.code, w.name
                          FROM band_assignment a JOIN band_wearing s ON s.id = a.id JOIN wearer w ON w.id = a.wearer_id
                         WHERE %s ORDER BY a.starts_at DESC, a.id DESC
                        """.formatted(condition))
                .bind("key", key)
                .map((row, context) -> new Handing(
                        row.getString("band"),
                        row.getLong("wearer_id"),
                        row.getString("code"),
                        row.getString("name"),
                        row.getBoolean("lent"),
                        instant(row, "since"),
                        row.getObject("ends_at") == null ? null : instant(row, "ends_at"),
                        row.getString("begun_by"),
                        row.getString("ended_by")))
                .list();
    }

    private static ShelvedBand band(ResultSet row) throws SQLException {
        return new ShelvedBand(
                row.getString("id"),
                row.getString("model"),
                row.getBoolean("disabled"),
                Condition.of(row.getString("condition")),
                instant(row, "since"),
                holder(row));
    }

    private static @Nullable Holder holder(ResultSet row) throws SQLException {
        Long wearer = row.getObject("wearer_id", Long.class);
        return wearer == null
                ? null
                : new Holder(
                        wearer,
                        row.getString("code"),
                        row.getString("name"),
                        row.getBoolean("lent"),
                        instant(row, "worn_since"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
