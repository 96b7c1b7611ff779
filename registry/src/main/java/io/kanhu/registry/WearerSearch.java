package io.kanhu.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Finds wearers. Blocks. Whoever shows what it finds to a person logs the look. */
public final class WearerSearch {
    private final Jdbi jdbi;

    public WearerSearch(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Whom to look for.
     *
     * @param text part of the name, or the beginning of a code, a band's id or a telephone number; {@code null} for everybody
     * @param grid code; {@code null} for all
     * @param risk {@code high}, {@code key} or {@code ordinary}; {@code null} for all
     */
    public record Wanted(
            @Nullable String text,
            @Nullable String grid,
            @Nullable String risk) {}

    /**
     * Somebody in a list.
     *
     * @param bands that they have now, first what is theirs and then what is lent
     * @param heardAt when something came from one last
     */
    public record Found(
            long id,
            String code,
            String name,
            @Nullable LocalDate bornOn,
            String risk,
            @Nullable String grid,
            List<String> bands,
            @Nullable Instant heardAt,
            int openAlerts,
            boolean away) {}

    /** A band and from when to when they wore it; {@code to} is {@code null} while they do. */
    public record WornBand(
            String band,
            @Nullable String model,
            boolean disabled,
            Instant from,
            @Nullable Instant to) {}

    /**
     * By name; the highest risk first.
     *
     * @param gridIds only those who live in these; {@code null} for all
     */
    public List<Found> find(Wanted wanted, @Nullable List<Long> gridIds, Instant now, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT w.id, w.code, w.name, w.born_on, w.risk, g.name AS grid, s.heard_at,
                               ARRAY(SELECT x.band FROM band_assignment x WHERE x.wearer_id = w.id AND x.ends_at IS NULL
                                      ORDER BY x.lent, x.starts_at DESC) AS bands,
                               (SELECT count(*) FROM alert a WHERE a.wearer_id = w.id
                                   AND a.state NOT IN ('resolved', 'closed')) AS open_alerts,
                               EXISTS (SELECT FROM wearer_suspension p WHERE p.wearer_id = w.id AND p.starts_at <= :now
                                          AND (p.ends_at IS NULL OR p.ends_at > :now)) AS away
                          FROM wearer w LEFT JOIN grid g ON g.id = w.grid_id
                          LEFT JOIN wearer_state s ON s.wearer_id = w.id
                         WHERE NOT w.synthetic AND (:everywhere OR w.grid_id = ANY(:grids))
                           AND (:grid::text IS NULL OR g.code = :grid) AND (:risk::text IS NULL OR w.risk = :risk)
                           AND (:text::text IS NULL
                                OR strpos(w.name, :text) > 0 OR starts_with(w.code, :text) OR starts_with(w.phone, :text)
                                OR w.id IN (SELECT x.wearer_id FROM band_assignment x
                                             WHERE x.ends_at IS NULL AND starts_with(x.band, :text)))
                         ORDER BY array_position(ARRAY['high', 'key', 'ordinary'], w.risk), w.name, w.id LIMIT :most
                        """)
                .bind("everywhere", gridIds == null)
                .bindArray("grids", Long.class, gridIds == null ? List.of() : gridIds)
                .bind("text", wanted.text())
                .bind("grid", wanted.grid())
                .bind("risk", wanted.risk())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .map((row, context) -> found(row))
                .list());
    }

    /** The newest first. */
    public List<WornBand> bandsOf(long wearerId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT band, model, disabled, since, ends_at FROM band_wearing
                         WHERE wearer_id = :wearer ORDER BY since DESC, id DESC
                        """)
                .bind("wearer", wearerId)
                .map((row, context) -> new WornBand(
                        row.getString("band"),
                        row.getString("model"),
                        row.getBoolean("disabled"),
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        instant(row, "ends_at")))
                .list());
    }

    private static Found found(ResultSet row) throws SQLException {
        return new Found(
                row.getLong("id"),
                row.getString("code"),
                row.getString("name"),
                row.getObject("born_on", LocalDate.class),
                row.getString("risk"),
                row.getString("grid"),
                List.of((String[]) row.getArray("bands").getArray()),
                instant(row, "heard_at"),
                row.getInt("open_alerts"),
                row.getBoolean("away"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
