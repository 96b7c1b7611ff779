package io.kanhu.database.upkeep;

import io.kanhu.database.upkeep.Series.Partition;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is older than it is kept for, by whole partitions or chunks. Readings go after they are in the roll-up and not before. Safe
 * on several nodes at once. Blocks.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Jdbi jdbi;
    private final Keep keep;
    private final RollUp rollUp;
    private final Clock clock;

    public Retention(Jdbi jdbi, Keep keep, RollUp rollUp, Clock clock) {
        this.jdbi = jdbi;
        this.keep = keep;
        this.rollUp = rollUp;
        this.clock = clock;
    }

    public void run() {
        Layout layout = Layout.of(jdbi);
        for (Series series : Series.of(layout)) {
            LocalDate until =
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(keep.daysOf(series));
            if (layout == Layout.PLAIN) {
                oldPartitions(series, until).forEach(this::drop);
            } else {
                dropChunks(series, until);
            }
        }
    }

    private List<Partition> oldPartitions(Series series, LocalDate until) {
        Set<String> present = jdbi.withHandle(handle -> Set.copyOf(Partitions.names(handle, series)));
        return present.stream()
                .flatMap(name -> series.partitionNamed(name).stream())
                .filter(partition -> !partition.until().isAfter(until))
                .sorted((one, other) -> one.from().compareTo(other.from()))
                .toList();
    }

    private void drop(Partition partition) {
        Instant until = Partitions.start(partition.until()).toInstant();
        if (partition.series().holdsReadings() && !rollUp.covers(until)) {
            LOG.info("not rolled up yet, kept until then partition={}", partition.name());
            return;
        }
        boolean done = BriefLock.tryTo("drop " + partition.name(), jdbi, handle -> {
            // First the table, as those who write do, lest we wait for each other in a circle.
            handle.execute("LOCK TABLE ONLY " + partition.series().table() + " IN ACCESS EXCLUSIVE MODE");
            if (partition.series() != Series.VITAL_SIGN || isStillCovered(handle, until)) {
                handle.execute("DROP TABLE IF EXISTS " + partition.name());
            }
        });
        if (done) {
            LOG.info("removed partition={}", partition.name());
        }
    }

    /** With the table locked nobody can add a late reading any more; whoever was about to has left a note that is seen now. */
    private static boolean isStillCovered(Handle handle, Instant until) {
        if (!RolledTable.tryLock(handle) || RolledTable.isNoted(handle, until)) {
            return false;
        }
        advanceDropped(handle, until);
        return true;
    }

    private void dropChunks(Series series, LocalDate day) {
        Instant until = Partitions.start(day).toInstant();
        if (series == Series.VITAL_SIGN && !rollUp.covers(until)) {
            LOG.info("not rolled up yet, kept until then table={} before={}", series.table(), until);
            return;
        }
        BriefLock.tryTo("drop old chunks of " + series.hypertable(), jdbi, handle -> {
            if (series == Series.VITAL_SIGN) {
                advanceDropped(handle, until);
            }
            List<String> dropped = handle.createQuery(
                            "SELECT drop_chunks(CAST(:table AS regclass), older_than => CAST(:until AS timestamptz))::text")
                    .bind("table", series.hypertable())
                    .bind("until", until.atOffset(ZoneOffset.UTC))
                    .mapTo(String.class)
                    .list();
            if (!dropped.isEmpty()) {
                LOG.info("removed chunks table={} before={} chunks={}", series.hypertable(), until, dropped.size());
            }
        });
    }

    private static void advanceDropped(Handle handle, Instant until) {
        handle.createUpdate("UPDATE roll_up SET dropped_until = greatest(dropped_until, :until)")
                .bind("until", until.atOffset(ZoneOffset.UTC))
                .execute();
    }
}
