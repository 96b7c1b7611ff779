package io.kanhu.alerting.followup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Suggests whom to look into and keeps what became of it. Blocks; call it on virtual threads. */
public final class FollowUps {
    /** Once somebody has seen to it, the same is not suggested again for so long. */
    static final Duration SEEN_TO = Duration.ofDays(14);

    private static final Duration PERIOD = Duration.ofHours(6);

    private final Jdbi jdbi;
    private final Clock clock;

    public FollowUps(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What somebody says of a suggestion. */
    public enum Settled {
        DONE,
        NOT_NEEDED;

        /** The word in the database and in the interface. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A suggestion.
     *
     * @param rule as {@link Rule#code()} says it
     * @param figures that are its reason, a JSON object
     * @param state {@code open}, {@code done} or {@code not_needed}
     */
    public record FollowUp(
            long id,
            long wearerId,
            String wearer,
            String risk,
            @Nullable String grid,
            String rule,
            String figures,
            Instant foundAt,
            String state,
            @Nullable String settledBy,
            @Nullable Instant settledAt,
            @Nullable String note) {}

    /** Asks the data. Figures of what is open are brought up to date; what the data say no longer is closed. Returns how many are new. */
    public int look() {
        Instant now = clock.instant();
        int found = 0;
        for (Rule rule : Rule.values()) {
            found += jdbi.inTransaction(handle -> look(handle, rule, now));
        }
        return found;
    }

    /** The same if no server has done so in the last hours. */
    public void lookNowAndThen() {
        Instant now = clock.instant();
        boolean due = jdbi.withHandle(
                handle -> handle.createUpdate("UPDATE follow_up_round SET begun_at = :now WHERE begun_at < :before")
                                .bind("now", utc(now))
                                .bind("before", utc(now.minus(PERIOD)))
                                .execute()
                        == 1);
        if (due) {
            look();
        }
    }

    private static int look(Handle handle, Rule rule, Instant now) {
        return handle.createQuery("""
                        WITH found AS MATERIALIZED (%s), current AS (
                          SELECT f.wearer_id, f.figures FROM found f JOIN wearer w ON w.id = f.wearer_id
                           WHERE NOT w.synthetic
                             AND NOT EXISTS (SELECT FROM wearer_suspension p WHERE p.wearer_id = w.id AND p.starts_at <= :now
                                                AND (p.ends_at IS NULL OR p.ends_at > :now))
                             AND NOT EXISTS (SELECT FROM follow_up s WHERE s.wearer_id = w.id AND s.rule = :rule
                                                AND s.settled_at > :since AND s.settled_by <> 'kanhu')
                        ), gone AS (
                          UPDATE follow_up u SET state = 'not_needed', settled_by = 'kanhu', settled_at = :now
                           WHERE u.rule = :rule AND u.state = 'open' AND NOT EXISTS (SELECT FROM found f WHERE f.wearer_id = u.wearer_id)
                        ), put AS (
                          INSERT INTO follow_up AS u (wearer_id, rule, figures, found_at)
                          SELECT wearer_id, :rule, figures, :now FROM current
                          ON CONFLICT (wearer_id, rule) WHERE state = 'open' DO UPDATE SET figures = EXCLUDED.figures
                          RETURNING xmax = 0 AS is_new
                        )
                        SELECT count(*) FILTER (WHERE is_new) FROM put
                        """.formatted(rule.sql()))
                .bind("now", utc(now))
                .bind("since", utc(now.minus(SEEN_TO)))
                .bind("rule", rule.code())
                .mapTo(int.class)
                .one();
    }

    /**
     * What is open, by grid and then the highest risk first.
     *
     * @param grid code; {@code null} for all
     * @param gridIds only those who live in these; {@code null} for all
     */
    public List<FollowUp> open(@Nullable String grid, @Nullable List<Long> gridIds, int most) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                         WHERE f.state = 'open' AND (:everywhere OR w.grid_id = ANY(:grids)) AND (:grid::text IS NULL OR g.code = :grid)
                         ORDER BY g.name NULLS LAST, array_position(ARRAY['high', 'key', 'ordinary'], w.risk), w.name, f.id LIMIT :most
                        """)
                .bind("everywhere", gridIds == null)
                .bindArray("grids", Long.class, gridIds == null ? List.of() : gridIds)
                .bind("grid", grid)
                .bind("most", most)
                .map((row, context) -> read(row))
                .list());
    }

    /** Of one wearer, the newest first, with what became of it. */
    public List<FollowUp> of(long wearerId, int most) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " WHERE f.wearer_id = :wearer ORDER BY f.state = 'open' DESC, f.id DESC LIMIT :most")
                .bind("wearer", wearerId)
                .bind("most", most)
                .map((row, context) -> read(row))
                .list());
    }

    /** Whose it is; nothing if there is none. */
    public Optional<Long> wearerOf(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT wearer_id FROM follow_up WHERE id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .findOne());
    }

    /** Somebody has seen to it, or says why there is no need. Returns whether it was open. */
    public boolean settle(long id, Settled how, String by, @Nullable String note) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                UPDATE follow_up SET state = :state, settled_by = :by, settled_at = :now, note = :note
                                 WHERE id = :id AND state = 'open'
                                """)
                        .bind("state", how.code())
                        .bind("by", by)
                        .bind("now", utc(clock.instant()))
                        .bind("note", note)
                        .bind("id", id)
                        .execute()
                == 1);
    }

    private static final String SELECT = """
            SELECT f.id, f.wearer_id, w.name, w.risk, g.name AS grid, f.rule, f.figures::text AS figures, f.found_at, f.state, f.settled_by,
                   f.settled_at, f.note
              FROM follow_up f JOIN wearer w ON w.id = f.wearer_id LEFT JOIN grid g ON g.id = w.grid_id
            """;

    private static FollowUp read(ResultSet row) throws SQLException {
        OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
        return new FollowUp(
                row.getLong("id"),
                row.getLong("wearer_id"),
                row.getString("name"),
                row.getString("risk"),
                row.getString("grid"),
                row.getString("rule"),
                row.getString("figures"),
                row.getObject("found_at", OffsetDateTime.class).toInstant(),
                row.getString("state"),
                row.getString("settled_by"),
                settled == null ? null : settled.toInstant(),
                row.getString("note"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
