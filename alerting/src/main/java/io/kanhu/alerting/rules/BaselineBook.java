package io.kanhu.alerting.rules;

import io.kanhu.alerting.rounds.Rounds;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody's baselines, in memory: some 170 bytes a wearer. Looks every ten minutes for those that were computed since. Asking is
 * lock-free. Until they are read the limits for everybody hold alone.
 */
public final class BaselineBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BaselineBook.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);

    /** What was usual longer ago says nothing about today. */
    private static final Duration OLD = Duration.ofDays(7);

    /** A batch that was being committed while the last ones were read. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private static final int AT_ONCE = 10_000;

    private final Jdbi jdbi;
    private final Clock clock;
    private final ZoneId zone;
    private final Rounds rounds;
    private final ConcurrentHashMap<Long, Baseline> baselines = new ConcurrentHashMap<>();
    private Instant known = Instant.EPOCH;

    /** @param zone of the city, whose hours they are */
    public BaselineBook(Jdbi jdbi, Clock clock, ZoneId zone) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.zone = zone;
        this.rounds = new Rounds(Thread.ofVirtual().name("baselines"), PERIOD, this::refresh, "read baselines", LOG);
    }

    /** Begins to read them; does not wait for it. */
    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** What is normal for everybody, baselines included. */
    Limits within(Limits limits) {
        return baselines.isEmpty() ? limits : limits.withPulse(Baseline.MOST_LOW, Baseline.LEAST_HIGH);
    }

    /** What is usual for somebody at that moment. */
    Norm of(long wearerId, Instant at, Limits limits) {
        Baseline own = baselines.get(wearerId);
        return own == null || own.computedAt().isBefore(at.minus(OLD))
                ? Norm.unknown(limits)
                : own.at(at.atZone(zone).getHour(), limits);
    }

    /** Reads what is new. Blocks. */
    void refresh() {
        Instant since = max(known.minus(OVERLAP), clock.instant().minus(OLD));
        known = jdbi.inTransaction(handle -> handle
                .createQuery("""
                        SELECT wearer_id, medians, deviations, computed_at FROM pulse_baseline WHERE computed_at > :since
                        """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .setFetchSize(AT_ONCE)
                .map((row, context) -> take(row))
                .stream()
                .reduce(known, BaselineBook::max));
    }

    void put(long wearerId, Baseline baseline) {
        baselines.put(wearerId, baseline);
    }

    private Instant take(ResultSet row) throws SQLException {
        Instant computedAt = row.getObject("computed_at", OffsetDateTime.class).toInstant();
        put(
                row.getLong("wearer_id"),
                new Baseline(whole(row.getArray("medians")), whole(row.getArray("deviations")), computedAt));
        return computedAt;
    }

    private static int[] whole(Array array) throws SQLException {
        int[] whole = new int[Baseline.HOURS];
        @Nullable Short[] values = (Short[]) array.getArray();
        for (int i = 0; i < whole.length; i++) {
            whole[i] = values[i] == null ? 0 : values[i];
        }
        return whole;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
