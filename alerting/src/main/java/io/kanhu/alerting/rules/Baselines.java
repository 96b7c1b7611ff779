package io.kanhu.alerting.rules;

import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes each night what was usual for everybody in the last 14 days, from the roll-up by the hour: 336 rows a wearer, where the readings
 * are 24,000. A few thousand wearers in a round, so that a million are done within a night and bands notice nothing. Any number of nodes
 * may run it; one works at a time.
 */
public final class Baselines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Baselines.class);
    private static final Duration PERIOD = Duration.ofSeconds(20);
    private static final Duration SPAN = Duration.ofDays(14);

    /** After midnight the day's last hour is rolled up within ten minutes or so. */
    private static final LocalTime BEGIN = LocalTime.of(0, 30);

    private static final LocalTime END = LocalTime.of(6, 0);

    /** A million in four hours. */
    static final int AT_ONCE = 1_500;

    private final Jdbi jdbi;
    private final Clock clock;
    private final ZoneId zone;
    private final Rounds rounds;
    private LocalDate night = LocalDate.EPOCH;
    private long after;

    /** @param zone of the city, whose nights and hours count */
    public Baselines(Jdbi jdbi, Clock clock, ZoneId zone) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.zone = zone;
        this.rounds = new Rounds(
                Thread.ofVirtual().name("nightly-baselines"), PERIOD, this::look, "compute what is usual", LOG);
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** Some of those that are to be computed tonight; nothing by day. */
    void look() {
        LocalTime time = LocalTime.ofInstant(clock.instant(), zone);
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        if (time.isBefore(BEGIN) || time.isAfter(END)) {
            return;
        }
        if (!today.equals(night)) {
            night = today;
            after = 0;
        }
        Instant midnight = today.atStartOfDay(zone).toInstant();
        jdbi.useTransaction(handle -> {
            if (!isAlone(handle)) {
                return;
            }
            List<Long> next = next(handle, after, midnight);
            if (!next.isEmpty()) {
                compute(handle, next, midnight, clock.instant());
                after = next.getLast();
            }
        });
    }

    private static boolean isAlone(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext('kanhu baselines'))")
                .mapTo(boolean.class)
                .one();
    }

    private static List<Long> next(Handle handle, long after, Instant midnight) {
        return handle.createQuery("""
                        SELECT w.id FROM wearer w LEFT JOIN pulse_baseline b ON b.wearer_id = w.id
                         WHERE w.id > :after AND NOT w.synthetic AND (b.computed_at IS NULL OR b.computed_at < :midnight)
                           AND EXISTS (SELECT FROM band_assignment a WHERE a.wearer_id = w.id)
                         ORDER BY w.id LIMIT :most
                        """)
                .bind("after", after)
                .bind("midnight", midnight.atOffset(ZoneOffset.UTC))
                .bind("most", AT_ONCE)
                .mapTo(Long.class)
                .list();
    }

    /** Of all of them with one statement; whoever has too little data gets a row that says so. */
    void compute(Handle handle, List<Long> wearers, Instant until, Instant now) {
        handle.createUpdate("""
                        WITH asked AS MATERIALIZED (
                          SELECT unnest(:wearers::int8[]) AS wearer_id
                        ), worn AS MATERIALIZED (
                          SELECT DISTINCT a.wearer_id, a.band FROM asked JOIN band_assignment a USING (wearer_id)
                           WHERE a.starts_at < :until AND (a.ends_at IS NULL OR a.ends_at > :from)
                        ), means AS MATERIALIZED (
                          SELECT w.wearer_id, extract(hour FROM v.hour AT TIME ZONE :zone)::int AS hour,
                                 v.heart_rate_sum::float8 / v.heart_rate_count AS bpm
                            FROM worn w CROSS JOIN LATERAL (
                                 SELECT h.hour, h.heart_rate_sum, h.heart_rate_count FROM vital_sign_hourly h
                                  WHERE h.band = w.band AND h.wearer_id = w.wearer_id AND h.hour >= :from AND h.hour < :until
                                    AND h.heart_rate_count >= :readings) AS v
                        ), medians AS (
                          SELECT wearer_id, hour, percentile_cont(0.5) WITHIN GROUP (ORDER BY bpm) AS median
                            FROM means GROUP BY wearer_id, hour HAVING count(*) >= :days
                        ), usual AS (
                          SELECT m.wearer_id, m.hour, m.median,
                                 percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(h.bpm - m.median)) AS deviation
                            FROM medians m JOIN means h USING (wearer_id, hour) GROUP BY m.wearer_id, m.hour, m.median
                        )
                        INSERT INTO pulse_baseline (wearer_id, medians, deviations, computed_at)
                        SELECT a.wearer_id, array_agg(ceil(u.median)::smallint ORDER BY h.hour),
                               array_agg(ceil(u.deviation)::smallint ORDER BY h.hour), :now
                          FROM asked a CROSS JOIN generate_series(0, 23) AS h (hour)
                          LEFT JOIN usual u ON u.wearer_id = a.wearer_id AND u.hour = h.hour
                         GROUP BY a.wearer_id
                        ON CONFLICT (wearer_id) DO UPDATE
                           SET medians = EXCLUDED.medians, deviations = EXCLUDED.deviations, computed_at = EXCLUDED.computed_at
                        """)
                .bindArray("wearers", Long.class, wearers)
                .bind("from", until.minus(SPAN).atOffset(ZoneOffset.UTC))
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("zone", zone.getId())
                .bind("readings", Baseline.ENOUGH_READINGS)
                .bind("days", Baseline.ENOUGH_DAYS)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }
}
