package io.kanhu.ingest.history;

import io.kanhu.registry.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads what bands sent that was refused. It is kept for 30 days, the newest 200,000 of it. Blocks. */
public final class Refusals {
    private static final String WHERE = """
             WHERE received_at >= :since
               AND (:area::bigint IS NULL
                    OR EXISTS (SELECT FROM band_assignment b JOIN wearer w ON w.id = b.wearer_id JOIN grid g ON g.id = w.grid_id
                                WHERE b.band = r.band AND b.starts_at <= r.received_at
                                  AND (b.ends_at IS NULL OR b.ends_at > r.received_at)
                                  AND g.area_id IN (SELECT areas_in(:area))))
               AND (:band::text IS NULL OR band = :band) AND (:reason::text IS NULL OR reason = :reason)
            """;

    private final Jdbi jdbi;

    public Refusals(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Which refusals.
     *
     * @param band one band's, or {@code null} for all
     * @param reason those for one reason, or {@code null} for all
     * @param since inclusive, by arrival
     * @param scope those of bands that somebody wore at that time who lives there
     */
    public record Wanted(@Nullable String band, @Nullable String reason, Instant since, Scope scope) {

        /** Of the whole city. */
        public Wanted(@Nullable String band, @Nullable String reason, Instant since) {
            this(band, reason, since, Scope.CITY);
        }

        /** The same over the time before a moment. */
        public Wanted within(Duration span, Instant now) {
            return new Wanted(band, reason, now.minus(span), scope);
        }
    }

    /**
     * One refusal; a message may have several.
     *
     * @param place where in the payload, or empty for all of it
     * @param payload its first 512 bytes in ASCII, the others in PostgreSQL's {@code escape} format
     */
    public record Refused(
            Instant receivedAt,
            @Nullable String band,
            String topic,
            String reason,
            String place,
            String detail,
            String payload) {}

    /** Refusals of one band for one reason. */
    public record Count(String reason, @Nullable String band, long refusals, Instant latest) {}

    /** The newest first. */
    public List<Refused> newest(Wanted wanted, int limit) {
        return jdbi.withHandle(handle -> bind(wanted, limit, handle.createQuery("""
                        SELECT received_at, band, topic, reason, place, detail, encode(payload, 'escape') AS payload
                          FROM rejected_message r %s
                         ORDER BY received_at DESC, id DESC LIMIT :limit
                        """.formatted(WHERE)))
                .map((row, context) -> new Refused(
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getString("band"),
                        row.getString("topic"),
                        row.getString("reason"),
                        row.getString("place"),
                        row.getString("detail"),
                        row.getString("payload")))
                .list());
    }

    /** How many by reason and band, the most first. */
    public List<Count> counts(Wanted wanted, int limit) {
        return jdbi.withHandle(handle -> bind(wanted, limit, handle.createQuery("""
                        SELECT reason, band, count(*) AS refusals, max(received_at) AS latest
                          FROM rejected_message r %s
                         GROUP BY reason, band ORDER BY count(*) DESC, reason, band LIMIT :limit
                        """.formatted(WHERE)))
                .map((row, context) -> new Count(
                        row.getString("reason"),
                        row.getString("band"),
                        row.getLong("refusals"),
                        row.getObject("latest", OffsetDateTime.class).toInstant()))
                .list());
    }

    private static Query bind(Wanted wanted, int limit, Query query) {
        return query.bind("since", wanted.since().atOffset(ZoneOffset.UTC))
                .bind("band", wanted.band())
                .bind("reason", wanted.reason())
                .bind("area", wanted.scope().areaId())
                .bind("limit", limit);
    }
}
