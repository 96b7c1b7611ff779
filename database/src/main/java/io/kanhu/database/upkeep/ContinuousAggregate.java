package io.kanhu.database.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roll-up on TimescaleDB: a continuous aggregate. TimescaleDB keeps account of what has changed, and refreshes the late part by a policy
 * of its own; this refreshes the hours that have ended.
 */
final class ContinuousAggregate implements RollUp {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuousAggregate.class);
    /** Readings of the last hour come all the time; refreshing it would be work for nothing. */
    private static final Duration FRESH = Duration.ofHours(1);
    /** What is refreshed at once: memory, and what is lost with a crash. */
    private static final Duration STEP = Duration.ofDays(1);

    private final Jdbi jdbi;

    ContinuousAggregate(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public void run() {
        alone(handle -> {
            Instant until = now(handle).minus(FRESH).truncatedTo(ChronoUnit.HOURS);
            Instant from = RolledTable.rolledUntil(handle);
            while (from.isBefore(until) && !Thread.currentThread().isInterrupted()) {
                Instant next = from.plus(STEP).isBefore(until) ? from.plus(STEP) : until;
                refresh(handle, from, next, false);
                advance(handle, next);
                from = next;
            }
            return true;
        });
    }

    /** What is about to be removed is rolled up once more, whole, and counted: what a refresh has left out could not be made good later. */
    @Override
    public boolean covers(Instant until) {
        return alone(handle -> !RolledTable.rolledUntil(handle).isBefore(until)
                && oldestNotDropped(handle)
                        .map(oldest -> coversDays(handle, oldest, until))
                        .orElse(true));
    }

    private static boolean coversDays(Handle handle, Instant oldest, Instant until) {
        for (Instant from = oldest; from.isBefore(until); from = from.plus(STEP)) {
            Instant next = from.plus(STEP).isBefore(until) ? from.plus(STEP) : until;
            refresh(handle, from, next, true);
            if (!countsAgree(handle, from, next)) {
                LOG.warn("the roll-up differs from the readings, which are kept for that from={} until={}", from, next);
                return false;
            }
        }
        return true;
    }

    /**
     * False if another node is at it: of two refreshes at once, TimescaleDB may let the second leave out, without a word, what the first
     * has begun with. Not in a transaction, which a refresh must not be in.
     */
    private boolean alone(Predicate<Handle> work) {
        return jdbi.withHandle(handle -> {
            Patience.on(handle);
            boolean mine = handle.createQuery("SELECT pg_try_advisory_lock(hashtext('kanhu roll-up'))")
                    .mapTo(boolean.class)
                    .one();
            if (!mine) {
                return false;
            }
            try {
                return work.test(handle);
            } finally {
                handle.execute("SELECT pg_advisory_unlock(hashtext('kanhu roll-up'))");
            }
        });
    }

    /**
     * Computes again what has changed since the last time, as TimescaleDB knows it; or the whole. Must not be called in a transaction.
     */
    private static void refresh(Handle handle, Instant from, Instant until, boolean whole) {
        handle.createCall("""
                        CALL refresh_continuous_aggregate(
                          'vital_sign_hourly', CAST(:from AS timestamptz), CAST(:until AS timestamptz), force => :whole)
                        """)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .bind("whole", whole)
                .invoke();
    }

    private static boolean countsAgree(Handle handle, Instant from, Instant until) {
        return handle.createQuery("""
                        SELECT (SELECT count(*) FROM vital_sign WHERE measured_at >= :from AND measured_at < :until)
                             = (SELECT coalesce(sum(readings), 0) FROM vital_sign_hourly WHERE hour >= :from AND hour < :until)
                        """)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .mapTo(boolean.class)
                .one();
    }

    private static void advance(Handle handle, Instant until) {
        handle.createUpdate("UPDATE roll_up SET rolled_until = greatest(rolled_until, :until)")
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** A refresh of what has been removed would remove it from the roll-up, too. */
    private static Optional<Instant> oldestNotDropped(Handle handle) {
        return handle.createQuery("""
                        SELECT greatest(min(range_start), (SELECT dropped_until FROM roll_up))
                          FROM timescaledb_information.chunks WHERE hypertable_name = 'vital_sign'
                        HAVING min(range_start) IS NOT NULL
                        """).mapTo(OffsetDateTime.class).findOne().map(OffsetDateTime::toInstant);
    }

    private static Instant now(Handle handle) {
        return handle.createQuery("SELECT clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }
}
