package io.kanhu.alerting.care;

import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Quiet hours and maintenance, in memory; read again every ten seconds. Asking is lock-free. */
public final class CalmBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CalmBook.class);

    /** Any change holds everywhere after that. */
    static final Duration PERIOD = Duration.ofSeconds(10);

    /** Every grid with the areas it lies in, the nearest first. */
    private static final String CHAIN = """
            WITH RECURSIVE chain AS (
              SELECT g.id AS grid, g.area_id AS area, 0 AS height FROM grid g
              UNION ALL
              SELECT c.grid, a.parent_id, c.height + 1 FROM chain c JOIN area a ON a.id = c.area
               WHERE a.parent_id IS NOT NULL AND c.height < 10)
            """;

    private final Jdbi jdbi;
    private final Clock clock;
    private final ZoneId zone;
    private final Rounds rounds;
    private volatile Page page = new Page(Map.of(), Map.of(), Map.of(), Map.of());

    /** @param zone of the city, by whose clock hours are quiet */
    public CalmBook(Jdbi jdbi, Clock clock, ZoneId zone) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.zone = zone;
        this.rounds = new Rounds(Thread.ofVirtual().name("calm"), PERIOD, this::refresh, "read quiet hours", LOG);
    }

    private record Hours(LocalTime begins, LocalTime ends) {
        boolean include(LocalTime time) {
            boolean begun = !time.isBefore(begins);
            boolean lasts = time.isBefore(ends);
            return begins.isBefore(ends) ? begun && lasts : begun || lasts;
        }
    }

    private record Span(Instant from, Instant until) {}

    private record Page(
            Map<Long, Hours> quietGrids,
            Map<Long, Hours> quietWearers,
            Map<Long, List<Span>> servicedGrids,
            Map<Long, List<Span>> servicedWearers) {}

    /** Reads them once, blocking, and keeps up with changes until closed. */
    public void start() {
        refresh();
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /**
     * When the quiet hours end in which somebody is left in peace; nothing if none are. A wearer's own come before those of the area,
     * and a nearer area's before those of a larger one.
     */
    public Optional<Instant> quietUntil(long wearerId, @Nullable Long gridId, Instant now) {
        Page known = page;
        Hours hours = known.quietWearers().get(wearerId);
        if (hours == null && gridId != null) {
            hours = known.quietGrids().get(gridId);
        }
        ZonedDateTime local = now.atZone(zone);
        if (hours == null || !hours.include(local.toLocalTime())) {
            return Optional.empty();
        }
        Instant today = local.toLocalDate().atTime(hours.ends()).atZone(zone).toInstant();
        return Optional.of(
                today.isAfter(now)
                        ? today
                        : local.toLocalDate()
                                .plusDays(1)
                                .atTime(hours.ends())
                                .atZone(zone)
                                .toInstant());
    }

    /** Whether a wearer's band is being serviced, so that what is wrong with it is no news. */
    public boolean isServiced(long wearerId, @Nullable Long gridId, Instant now) {
        Page known = page;
        return covers(known.servicedWearers().get(wearerId), now)
                || (gridId != null && covers(known.servicedGrids().get(gridId), now));
    }

    /** Reads them again. Blocks. */
    public void refresh() {
        Instant now = clock.instant();
        page = jdbi.withHandle(handle -> new Page(
                quietGrids(handle), quietWearers(handle), servicedGrids(handle, now), servicedWearers(handle, now)));
    }

    private static boolean covers(@Nullable List<Span> spans, Instant now) {
        return spans != null
                && spans.stream().anyMatch(span -> !now.isBefore(span.from()) && now.isBefore(span.until()));
    }

    private static Map<Long, Hours> quietGrids(Handle handle) {
        Map<Long, Hours> hours = new HashMap<>();
        handle.createQuery(CHAIN + """
                        SELECT DISTINCT ON (c.grid) c.grid AS id, q.begins, q.ends
                          FROM chain c JOIN quiet_hours q ON q.area_id = c.area AND q.ended_at IS NULL
                         ORDER BY c.grid, c.height
                        """)
                .map((row, context) -> hours.put(
                        row.getLong("id"),
                        new Hours(row.getObject("begins", LocalTime.class), row.getObject("ends", LocalTime.class))))
                .forEach(put -> {});
        return hours;
    }

    private static Map<Long, Hours> quietWearers(Handle handle) {
        Map<Long, Hours> hours = new HashMap<>();
        handle.createQuery("""
                        SELECT wearer_id AS id, begins, ends FROM quiet_hours WHERE wearer_id IS NOT NULL AND ended_at IS NULL
                        """)
                .map((row, context) -> hours.put(
                        row.getLong("id"),
                        new Hours(row.getObject("begins", LocalTime.class), row.getObject("ends", LocalTime.class))))
                .forEach(put -> {});
        return hours;
    }

    private static Map<Long, List<Span>> servicedGrids(Handle handle, Instant now) {
        return spans(handle, now, CHAIN + """
                SELECT c.grid AS id, m.starts_at, m.ends_at FROM chain c JOIN maintenance m ON m.area_id = c.area
                 WHERE m.ended_at IS NULL AND m.ends_at > :now
                """);
    }

    private static Map<Long, List<Span>> servicedWearers(Handle handle, Instant now) {
        return spans(handle, now, """
                SELECT wearer_id AS id, starts_at, ends_at FROM maintenance
                 WHERE wearer_id IS NOT NULL AND ended_at IS NULL AND ends_at > :now
                """);
    }

    private static Map<Long, List<Span>> spans(Handle handle, Instant now, String sql) {
        Map<Long, List<Span>> spans = new HashMap<>();
        handle.createQuery(sql)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> spans.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>())
                        .add(new Span(
                                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                                row.getObject("ends_at", OffsetDateTime.class).toInstant())))
                .forEach(added -> {});
        return spans;
    }
}
