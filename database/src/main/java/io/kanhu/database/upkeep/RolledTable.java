package io.kanhu.database.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roll-up on plain PostgreSQL, and the readings of the same hours packed. Each hour is rolled up once, whole, when nobody can add to it
 * any more without saying so: a report older than {@link #LATE} leaves a note (a trigger of the migration), and an hour is rolled up only
 * after that much time has passed and every transaction that was under way has ended. What the notes name is then rolled up again. So no
 * report is missed, whoever wrote it and however long its transaction took; and those who write never wait for the roll-up.
 *
 * <p>Time is the database's own here, because the trigger's is.
 */
final class RolledTable implements RollUp {
    private static final Logger LOG = LoggerFactory.getLogger(RolledTable.class);

    /** As in the triggers of V10__roll_up.sql. */
    static final Duration LATE = Duration.ofHours(1);
    /** Room for a clock that is set back. */
    private static final Duration SPARE = Duration.ofMinutes(5);

    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MOST_HOURS = 1_000;
    private static final int NOTES_AT_ONCE = 5_000;
    private static final int MOST_NOTES = 500_000;

    private static final String COLUMNS = """
            band, hour, wearer_id, readings, heart_rate_count, heart_rate_min, heart_rate_max, heart_rate_sum,
            systolic_count, systolic_min, systolic_max, systolic_sum,
            diastolic_count, diastolic_min, diastolic_max, diastolic_sum,
            spo2_count, spo2_min, spo2_max, spo2_sum,
            temperature_count, temperature_min, temperature_max, temperature_sum, steps_max
            """;
    private static final String SUMS = """
            count(*), count(heart_rate), min(heart_rate), max(heart_rate), sum(heart_rate),
            count(systolic), min(systolic), max(systolic), sum(systolic),
            count(diastolic), min(diastolic), max(diastolic), sum(diastolic),
            count(spo2), min(spo2), max(spo2), sum(spo2),
            count(temperature), min(temperature), max(temperature), sum(temperature::numeric), max(steps)
            """;
    /** An hour whose readings are gone stays as it is; one that comes out the same costs no row version. */
    private static final String OTHERWISE = """
            ON CONFLICT (band, hour, wearer_id) DO UPDATE
              SET (readings, heart_rate_count, heart_rate_min, heart_rate_max, heart_rate_sum,
                   systolic_count, systolic_min, systolic_max, systolic_sum,
                   diastolic_count, diastolic_min, diastolic_max, diastolic_sum,
                   spo2_count, spo2_min, spo2_max, spo2_sum,
                   temperature_count, temperature_min, temperature_max, temperature_sum, steps_max) =
                  (EXCLUDED.readings, EXCLUDED.heart_rate_count, EXCLUDED.heart_rate_min, EXCLUDED.heart_rate_max, EXCLUDED.heart_rate_sum,
                   EXCLUDED.systolic_count, EXCLUDED.systolic_min, EXCLUDED.systolic_max, EXCLUDED.systolic_sum,
                   EXCLUDED.diastolic_count, EXCLUDED.diastolic_min, EXCLUDED.diastolic_max, EXCLUDED.diastolic_sum,
                   EXCLUDED.spo2_count, EXCLUDED.spo2_min, EXCLUDED.spo2_max, EXCLUDED.spo2_sum,
                   EXCLUDED.temperature_count, EXCLUDED.temperature_min, EXCLUDED.temperature_max, EXCLUDED.temperature_sum,
                   EXCLUDED.steps_max)
            WHERE vital_sign_rolled.hour >= (SELECT dropped_until FROM roll_up)
              AND (vital_sign_rolled.*) IS DISTINCT FROM (EXCLUDED.*)
            """;

    /** The hours of {@link #sums}. */
    private static final String STORED =
            "INSERT INTO vital_sign_rolled (" + COLUMNS + ") SELECT " + COLUMNS + " FROM sums " + OTHERWISE;

    private final Jdbi jdbi;
    private final Duration settling;

    RolledTable(Jdbi jdbi) {
        this(jdbi, SETTLING);
    }

    /** Waits this long for transactions that are under way, and then until the next round. */
    RolledTable(Jdbi jdbi, Duration settling) {
        this.jdbi = jdbi;
        this.settling = settling;
    }

    @Override
    public void run() {
        jdbi.useHandle(handle -> {
            Patience.on(handle);
            settled(handle).ifPresent(until -> rollHours(handle, until));
            rollLateHours(handle);
        });
    }

    @Override
    public boolean covers(Instant until) {
        return jdbi.withHandle(handle -> !rolledUntil(handle).isBefore(until) && !isNoted(handle, until));
    }

    /** Whether a late report waits for the roll-up of an hour before {@code until}. */
    static boolean isNoted(Handle handle, Instant until) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM vital_sign_late WHERE hour < :until)")
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .mapTo(boolean.class)
                .one();
    }

    /** Keeps the roll-up as it is until the transaction ends; false if another has it. */
    static boolean tryLock(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext('kanhu roll-up'))")
                .mapTo(boolean.class)
                .one();
    }

    /** Every hour before is in the roll-up. Somebody may have set it back, but not to readings that are gone. */
    static Instant rolledUntil(Handle handle) {
        return handle.createQuery("SELECT greatest(rolled_until, dropped_until) FROM roll_up")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    /**
     * Up to where the hours can be rolled up whole; nothing while a transaction that may add to them is under way. A transaction has its
     * number before the trigger looks at the clock, so those that wrote before {@code now} have smaller numbers than ours.
     */
    private Optional<Instant> settled(Handle handle) {
        Instant now = handle.createQuery("SELECT clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
        String own = handle.createQuery("SELECT pg_current_xact_id()::text")
                .mapTo(String.class)
                .one();
        for (Duration waited = Duration.ZERO; waited.compareTo(settling) <= 0; waited = waited.plus(PAUSE)) {
            boolean ended = handle.createQuery("SELECT pg_snapshot_xmin(pg_current_snapshot()) > CAST(:own AS xid8)")
                    .bind("own", own)
                    .mapTo(boolean.class)
                    .one();
            if (ended) {
                return Optional.of(now.minus(LATE).minus(SPARE).truncatedTo(ChronoUnit.HOURS));
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        LOG.info("a transaction has been under way for long, the roll-up of hours waits for the next round");
        return Optional.empty();
    }

    private static void rollHours(Handle handle, Instant until) {
        for (int i = 0; i < MOST_HOURS && handle.inTransaction(h -> rollNext(h, until)); i++) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private static boolean rollNext(Handle handle, Instant until) {
        if (!tryLock(handle)) {
            return false;
        }
        Instant hour = rolledUntil(handle);
        if (!hour.isBefore(until)) {
            return false;
        }
        Instant next = hour.plus(1, ChronoUnit.HOURS);
        // By one walk through the hour as it lies on the disk, and not band by band.
        handle.execute("SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '64MB';"
                + " SET LOCAL enable_indexscan = off; SET LOCAL enable_sort = off");
        handle.createUpdate("WITH " + sums("""
                        SELECT band, CAST(:hour AS timestamptz), wearer_id, %s FROM vital_sign
                         WHERE measured_at >= :hour AND measured_at < :next GROUP BY band, wearer_id
                        """, "CAST(:hour AS timestamptz)") + STORED)
                .bind("hour", hour.atOffset(ZoneOffset.UTC))
                .bind("next", next.atOffset(ZoneOffset.UTC))
                .execute();
        handle.createUpdate("UPDATE roll_up SET rolled_until = :next, packed_from = least(packed_from, :hour)")
                .bind("hour", hour.atOffset(ZoneOffset.UTC))
                .bind("next", next.atOffset(ZoneOffset.UTC))
                .execute();
        return true;
    }

    /** The relations {@code sums}, hours by this query, and {@code packed}, which stores their readings. */
    private static String sums(String query, String hour) {
        return "sums (" + COLUMNS + ", " + PackedHours.ARRAYS + ") AS MATERIALIZED ("
                + query.formatted(SUMS + ", " + PackedHours.of(hour)) + "), packed AS ("
                + PackedHours.insertFrom("sums") + ") ";
    }

    private static void rollLateHours(Handle handle) {
        int done = 0;
        int last;
        do {
            last = handle.inTransaction(RolledTable::rollSomeLateHours);
            done += last;
        } while (last > 0 && done < MOST_NOTES && !Thread.currentThread().isInterrupted());
    }

    /** Notes and readings are seen as of one moment: whose note is not seen yet stays noted. */
    private static int rollSomeLateHours(Handle handle) {
        if (!tryLock(handle)) {
            return 0;
        }
        return handle.createQuery(
                        """
                        WITH taken AS (
                          DELETE FROM vital_sign_late
                           WHERE ctid = ANY(ARRAY(SELECT ctid FROM vital_sign_late LIMIT :most)) RETURNING band, hour),
                        """ + sums("""
                        SELECT late.band, late.hour, whose.* FROM
                          (SELECT DISTINCT band, hour FROM taken
                            WHERE hour < (SELECT greatest(rolled_until, dropped_until) FROM roll_up)) AS late
                         CROSS JOIN LATERAL (
                          SELECT wearer_id, %s FROM vital_sign v
                           WHERE v.band = late.band AND v.measured_at >= late.hour AND v.measured_at < late.hour + INTERVAL '1 hour'
                           GROUP BY wearer_id) AS whose
                        """, "late.hour") + ", rolled AS (" + STORED + ") SELECT count(*) FROM taken")
                .bind("most", NOTES_AT_ONCE)
                .mapTo(int.class)
                .one();
    }
}
