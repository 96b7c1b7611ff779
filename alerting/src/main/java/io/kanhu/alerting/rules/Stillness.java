package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Finding;
import io.kanhu.alerting.episode.Subject;
import io.kanhu.alerting.rounds.Rounds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for people who wear their band and do not move by day, a part of them each minute. The table of states names the few who have
 * taken no step for long; only their measurements are read. A million wearers are gone through in 20 minutes.
 *
 * <p>Where many are still at once it is the bands that no longer count steps, and nobody is sent to anybody.
 */
public final class Stillness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stillness.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** A pulse of this long ago says that somebody wears the band; the table of states may be five minutes behind. */
    private static final Duration WORN = Duration.ofMinutes(30);

    private static final int MOST = 50_000;
    private static final int AT_ONCE = 200;
    private static final int FEW = 3;
    private static final double SHARE = 0.2;

    private final Jdbi jdbi;
    private final Clock clock;
    private final LimitsBook book;
    private final ZoneId zone;
    private final Episodes episodes;
    private final Runnable wake;
    private final Rounds rounds;
    private final Instant begun;
    private long after;

    /**
     * @param zone of the city, which decides when it is day
     * @param wake called after what was raised is committed; must not block
     */
    public Stillness(Jdbi jdbi, Clock clock, LimitsBook book, ZoneId zone, Episodes episodes, Runnable wake) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.book = book;
        this.zone = zone;
        this.episodes = episodes;
        this.wake = wake;
        this.begun = clock.instant();
        this.rounds = new Rounds(
                Thread.ofVirtual().name("stillness"), PERIOD, this::look, "look for people who do not move", LOG);
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private record Part(long last, int wearers, int counting) {}

    private record Still(Subject who, int hours) {}

    /** One part of the wearers. */
    void look() {
        Instant now = clock.instant();
        if (now.isBefore(begun.plus(Silence.PATIENCE))) {
            return;
        }
        long raised = jdbi.inTransaction(handle -> {
            Part part = partAfter(handle, after, now);
            List<Still> candidates = candidates(handle, after, part.last(), now);
            after = part.wearers() < MOST ? 0 : part.last();
            List<Finding> findings = new ArrayList<>();
            List<Subject> still = new ArrayList<>();
            for (int from = 0; from < candidates.size(); from += AT_ONCE) {
                List<Still> some = candidates.subList(from, Math.min(from + AT_ONCE, candidates.size()));
                List<History> histories = histories(handle, some, now);
                for (int i = 0; i < some.size(); i++) {
                    Subject who = some.get(i).who();
                    StillnessRule.judge(
                                    histories.get(i).steps(),
                                    histories.get(i).positions(),
                                    now,
                                    some.get(i).hours())
                            .ifPresent(finding -> {
                                still.add(who);
                                findings.add(finding);
                            });
                }
            }
            if (still.size() > Math.max(FEW, SHARE * part.counting())) {
                LOG.warn(
                        "too many people do not move for it to be they and not their bands still={} of={}",
                        still.size(),
                        part.counting());
                return 0L;
            }
            long changed = 0;
            for (int i = 0; i < still.size(); i++) {
                changed += episodes.raise(handle, still.get(i), findings.get(i), now) ? 1 : 0;
            }
            return changed;
        });
        if (raised > 0) {
            wake.run();
        }
    }

    private static Part partAfter(Handle handle, long after, Instant now) {
        return handle.createQuery("""
                        SELECT coalesce(max(wearer_id), 0) AS last, count(*) AS wearers,
                               count(*) FILTER (WHERE stepped_at IS NOT NULL AND heart_rate_at > :worn) AS counting
                          FROM (SELECT wearer_id, stepped_at, heart_rate_at FROM wearer_state
                                 WHERE wearer_id > :after ORDER BY wearer_id LIMIT :most) AS part
                        """)
                .bind("after", after)
                .bind("worn", now.minus(WORN).atOffset(ZoneOffset.UTC))
                .bind("most", MOST)
                .map((row, context) -> new Part(row.getLong("last"), row.getInt("wearers"), row.getInt("counting")))
                .one();
    }

    /** Whom the table of states does not know to have moved in the hours that count for them. */
    private List<Still> candidates(Handle handle, long after, long last, Instant now) {
        LocalTime time = LocalTime.ofInstant(now, zone);
        Limits widest = book.widest();
        if (!widest.isByDay(time, widest.immobileHours())) {
            return List.of();
        }
        return handle
                .createQuery("""
                        SELECT t.wearer_id, t.band, w.grid_id, t.stepped_at
                          FROM wearer_state t JOIN wearer w ON w.id = t.wearer_id
                         WHERE t.wearer_id > :after AND t.wearer_id <= :last
                           AND t.stepped_at <= :since AND t.heart_rate_at > :worn AND t.worn IS NOT FALSE AND NOT w.synthetic
                         ORDER BY t.wearer_id
                        """)
                .bind("after", after)
                .bind("last", last)
                .bind(
                        "since",
                        now.minus(Duration.ofHours(widest.immobileHours())).atOffset(ZoneOffset.UTC))
                .bind("worn", now.minus(WORN).atOffset(ZoneOffset.UTC))
                .map((row, context) -> candidate(row, time, now))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Still> candidate(ResultSet row, LocalTime time, Instant now) throws SQLException {
        Subject who =
                new Subject(row.getString("band"), row.getLong("wearer_id"), row.getObject("grid_id", Long.class));
        Limits limits = book.of(who.wearerId(), who.gridId());
        Instant since = now.minus(Duration.ofHours(limits.immobileHours()));
        boolean longAgo =
                !row.getObject("stepped_at", OffsetDateTime.class).toInstant().isAfter(since);
        return longAgo && limits.isByDay(time, limits.immobileHours())
                ? Optional.of(new Still(who, limits.immobileHours()))
                : Optional.empty();
    }

    /**
     * Steps and positions of the hours that count for each, one after the other (OFFSET): for many at once PostgreSQL may read the whole
     * city's days. Whoever has taken the band off or charged it meanwhile has none.
     */
    private static List<History> histories(Handle handle, List<Still> some, Instant now) {
        List<History> histories = Stream.generate(
                        () -> new History(List.of(), new ArrayList<>(), new ArrayList<>(), null))
                .limit(some.size())
                .toList();
        about(handle, some, now, """
                        SELECT s.n, v.measured_at, v.steps
                          FROM unnest(:bands::text[], :wearers::int8[], :hours::int4[])
                               WITH ORDINALITY AS s (band, wearer, hours, n)
                          JOIN LATERAL (
                               SELECT measured_at, steps FROM vital_sign v
                                WHERE v.band = s.band AND v.wearer_id = s.wearer AND v.steps IS NOT NULL
                                  AND v.measured_at > :now - s.hours * INTERVAL '1 hour' AND v.measured_at <= :now
                                OFFSET 0) AS v ON true
                         WHERE NOT EXISTS (
                               SELECT FROM band_status b
                                WHERE b.band = s.band AND b.measured_at > :now - s.hours * INTERVAL '1 hour'
                                  AND b.measured_at <= :now AND (b.worn IS FALSE OR b.charging) OFFSET 0)
                         ORDER BY s.n, v.measured_at
                        """)
                .map((row, context) -> histories
                        .get(row.getInt("n") - 1)
                        .steps()
                        .add(new StepCount(Records.instant(row), row.getInt("steps"))))
                .forEach(added -> {});
        about(handle, some, now, """
                        SELECT s.n, l.measured_at, l.latitude, l.longitude, coalesce(l.accuracy, :accuracy) AS accuracy
                          FROM unnest(:bands::text[], :wearers::int8[], :hours::int4[])
                               WITH ORDINALITY AS s (band, wearer, hours, n)
                          JOIN LATERAL (
                               SELECT measured_at, latitude, longitude, accuracy FROM location_fix l
                                WHERE l.band = s.band AND l.wearer_id = s.wearer
                                  AND l.measured_at > :now - s.hours * INTERVAL '1 hour' AND l.measured_at <= :now
                                OFFSET 0) AS l ON true
                         ORDER BY s.n, l.measured_at
                        """)
                .bind("accuracy", Records.ACCURACY_METRES)
                .map((row, context) ->
                        histories.get(row.getInt("n") - 1).positions().add(Records.position(row)))
                .forEach(added -> {});
        return histories;
    }

    private static Query about(Handle handle, List<Still> some, Instant now, String sql) {
        return handle.createQuery(sql)
                .bindArray(
                        "bands",
                        String.class,
                        some.stream().map(one -> one.who().band()).toList())
                .bindArray(
                        "wearers",
                        Long.class,
                        some.stream().map(one -> one.who().wearerId()).toList())
                .bindArray(
                        "hours", Integer.class, some.stream().map(Still::hours).toList())
                .bind("now", now.atOffset(ZoneOffset.UTC));
    }
}
