package io.kanhu.alerting.rules;

import io.kanhu.alerting.episode.Episodes;
import io.kanhu.alerting.episode.Kind;
import io.kanhu.alerting.episode.Subject;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what is over, and opens what quiet hours have held back. A normal reading costs nothing when it comes in, so it is the open cases that look for normal readings, every
 * half minute; there are few. On any number of nodes each case is looked at by one at a time.
 */
public final class Clearing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clearing.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** Percent; well above any limit that calls a battery low. */
    private static final int CHARGED = 55;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Books books;
    private final HeartRateRule heartRate;
    private final Episodes episodes;
    private final Runnable wake;
    private final Rounds rounds;

    /**
     * @param zone of the city
     * @param wake called after what was cleared is committed; must not block
     */
    public Clearing(Jdbi jdbi, Clock clock, Books books, ZoneId zone, Episodes episodes, Runnable wake) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.books = books;
        this.heartRate = new HeartRateRule(zone);
        this.episodes = episodes;
        this.wake = wake;
        this.rounds = new Rounds(
                Thread.ofVirtual().name("clearing"), PERIOD, this::clear, "end the cases that are over", LOG);
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    private record Open(long id, Kind kind, Subject subject) {}

    /** One round. */
    void clear() {
        // What was held back and is over already is nobody's news: it opens and closes in one transaction.
        long cleared = jdbi.inTransaction(handle -> episodes.release(handle)
                + open(handle).stream().filter(open -> isCleared(handle, open)).count()
                + clearByLaterReadings(handle));
        if (cleared > 0) {
            wake.run();
        }
    }

    private boolean isCleared(Handle handle, Open open) {
        return open.kind() == Kind.LEFT_SAFE_ZONE ? isBack(handle, open) : isPulseBack(handle, open);
    }

    private boolean isBack(Handle handle, Open open) {
        Subject who = open.subject();
        Instant now = clock.instant();
        if (!ZoneRule.isOver(
                Records.fixes(handle, who, now, now),
                books.zones().of(who.wearerId()),
                books.limits().of(who.wearerId(), who.gridId()).fixAccuracyMetres())) {
            return false;
        }
        episodes.cleared(handle, open.id(), "{}");
        return true;
    }

    private boolean isPulseBack(Handle handle, Open open) {
        List<Pulse> pulses = pulsesOf(handle, open);
        Subject who = open.subject();
        Norm usual = books.baselines()
                .of(who.wearerId(), clock.instant(), books.limits().of(who.wearerId(), who.gridId()));
        if (!heartRate.isOver(pulses, open.kind(), usual)) {
            return false;
        }
        episodes.cleared(
                handle, open.id(), "{\"bpm\":%d}".formatted(pulses.getLast().bpm()));
        return true;
    }

    private static List<Open> open(Handle handle) {
        return handle.createQuery("""
                        SELECT id, kind, band, wearer_id, grid_id FROM alert
                         WHERE kind IN ('heart_rate_high', 'heart_rate_low', 'left_safe_zone') AND state NOT IN ('resolved', 'closed')
                         ORDER BY id FOR UPDATE SKIP LOCKED
                        """)
                .map((row, context) -> new Open(
                        row.getLong("id"),
                        Kind.of(row.getString("kind")),
                        new Subject(
                                row.getString("band"), row.getLong("wearer_id"), row.getObject("grid_id", Long.class))))
                .list();
    }

    /** Cases for which one later reading, or two pressures, say that they are over; each by a margin. */
    private long clearByLaterReadings(Handle handle) {
        List<Long> over = handle.createQuery("""
                        SELECT a.id FROM alert a
                         WHERE a.state = 'raised' AND a.severity <> 'emergency' AND CASE a.kind
                           WHEN 'battery_low' THEN EXISTS (
                             SELECT FROM band_status s WHERE s.band = a.band AND s.measured_at > a.raised_at
                                AND (s.battery >= :charged OR s.charging))
                           WHEN 'band_removed' THEN EXISTS (
                             SELECT FROM band_status s WHERE s.band = a.band AND s.measured_at > a.raised_at AND s.worn)
                           WHEN 'immobile' THEN EXISTS (
                             SELECT FROM wearer_state t WHERE t.wearer_id = a.wearer_id AND t.stepped_at > a.raised_at)
                           WHEN 'silent' THEN EXISTS (
                             SELECT FROM vital_sign s WHERE s.band = a.band AND s.measured_at > a.raised_at)
                           WHEN 'blood_pressure_crisis' THEN 1 < (
                             SELECT count(*) FROM vital_sign s WHERE s.band = a.band AND s.measured_at > a.raised_at
                                AND s.systolic BETWEEN 96 AND 165 AND s.diastolic < 110)
                           END
                         ORDER BY a.id FOR UPDATE SKIP LOCKED
                        """)
                .bind("charged", CHARGED)
                .mapTo(Long.class)
                .list();
        over.forEach(id -> episodes.cleared(handle, id, "{}"));
        return over.size();
    }

    private List<Pulse> pulsesOf(Handle handle, Open open) {
        Instant since = clock.instant().minus(HeartRateRule.OVER.multipliedBy(2));
        return handle.createQuery("""
                        SELECT measured_at, heart_rate FROM vital_sign
                         WHERE band = :band AND wearer_id = :wearer AND measured_at > :since AND heart_rate IS NOT NULL
                           AND coalesce(quality, 100) >= :trusted
                         ORDER BY measured_at
                        """)
                .bind("band", open.subject().band())
                .bind("wearer", open.subject().wearerId())
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .bind("trusted", Suspicion.TRUSTED_QUALITY)
                .map((row, context) -> new Pulse(
                        row.getObject("measured_at", OffsetDateTime.class).toInstant(), row.getInt("heart_rate")))
                .list();
    }
}
