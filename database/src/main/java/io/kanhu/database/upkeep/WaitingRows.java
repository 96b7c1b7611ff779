package io.kanhu.database.upkeep;

import io.kanhu.database.upkeep.Series.Partition;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that found no partition. However many they are, nobody waits for their move: the default partition is put aside whole, which
 * takes a moment, and what is in it comes back in small pieces, by the same door as new reports. Until then, seconds, it is not seen.
 */
final class WaitingRows {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingRows.class);
    private static final int AT_ONCE = 10_000;

    private final Jdbi jdbi;

    WaitingRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The partitions that rows wait for. */
    List<Partition> wanted(Series series) {
        return partitionsIn(series.defaultTable(), series);
    }

    /** Puts the default partition aside, in a transaction that makes partitions: an empty one is quickly looked through for each of them. */
    static void setAside(Handle handle, Series series) {
        if (!exists(handle, series.waitingTable()) && hasRows(handle, series.defaultTable())) {
            swap(handle, series);
        }
    }

    private static void swap(Handle handle, Series series) {
        String table = series.table();
        handle.execute("ALTER TABLE " + table + " DETACH PARTITION " + series.defaultTable());
        handle.execute("ALTER TABLE " + series.defaultTable() + " RENAME TO " + series.waitingTable());
        handle.execute("CREATE TABLE " + series.defaultTable() + " PARTITION OF " + table + " DEFAULT");
    }

    /** Brings back what is aside. A crash in between loses nothing: the next round goes on. */
    void bringBack(Series series) {
        if (!jdbi.withHandle(handle -> exists(handle, series.waitingTable()))) {
            return;
        }
        long moved = 0;
        int last;
        do {
            last = jdbi.inTransaction(handle -> bringSome(handle, series));
            moved += last;
        } while (last > 0);
        boolean gone = BriefLock.tryTo("remove " + series.waitingTable(), jdbi, handle -> {
            if (exists(handle, series.waitingTable()) && !hasRows(handle, series.waitingTable())) {
                handle.execute("DROP TABLE " + series.waitingTable());
            }
        });
        LOG.info("rows have moved to their partition table={} rows={} done={}", series.table(), moved, gone);
    }

    /** Rows without a partition, those put aside included, up to {@code most} of each. */
    static long count(Handle handle, Series series, int most) {
        return exists(handle, series.waitingTable())
                ? count(handle, series.defaultTable(), most) + count(handle, series.waitingTable(), most)
                : count(handle, series.defaultTable(), most);
    }

    private static long count(Handle handle, String table, int most) {
        return handle.createQuery("SELECT count(*) FROM (SELECT FROM " + table + " LIMIT :most) AS counted")
                .bind("most", most)
                .mapTo(long.class)
                .one();
    }

    private List<Partition> partitionsIn(String table, Series series) {
        return jdbi.withHandle(handle -> handle
                .createQuery("SELECT DISTINCT (" + series.column() + " AT TIME ZONE 'UTC')::date FROM " + table)
                .mapTo(LocalDate.class)
                .map(series::partitionOf)
                .stream()
                .distinct()
                .toList());
    }

    /** One piece. A node that comes second waits for the lock and then finds less. */
    private static int bringSome(Handle handle, Series series) {
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('kanhu waiting rows'))");
        if (!exists(handle, series.waitingTable())) {
            return 0;
        }
        return handle.createQuery("""
                        WITH moved AS (DELETE FROM <waiting> WHERE ctid = ANY(ARRAY(SELECT ctid FROM <waiting> LIMIT :most)) RETURNING *),
                             stored AS (INSERT INTO <table> SELECT * FROM moved ORDER BY band, <column> ON CONFLICT <otherwise>)
                        SELECT count(*) FROM moved
                        """)
                .define("waiting", series.waitingTable())
                .define("table", series.table())
                .define("column", series.column())
                .define("otherwise", otherwise(handle, series))
                .bind("most", AT_ONCE)
                .mapTo(int.class)
                .one();
    }

    /** A band may have sent the same report again meanwhile: the two fill each other. A newer roll-up of an hour is the better one. */
    private static String otherwise(Handle handle, Series series) {
        if (series.isByTheHour()) {
            return "DO NOTHING";
        }
        String fill = handle.createQuery("""
                        SELECT attname FROM pg_attribute
                         WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped
                           AND attname NOT IN ('band', 'measured_at', 'received_at')
                        """).bind("table", series.table()).mapTo(String.class).stream()
                .map(name -> "%1$s = COALESCE(%2$s.%1$s, EXCLUDED.%1$s)".formatted(name, series.table()))
                .collect(Collectors.joining(", "));
        return "(band, measured_at) DO UPDATE SET " + fill;
    }

    private static boolean exists(Handle handle, String table) {
        return handle.createQuery("SELECT to_regclass(:table) IS NOT NULL")
                .bind("table", table)
                .mapTo(boolean.class)
                .one();
    }

    private static boolean hasRows(Handle handle, String table) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM " + table + ")")
                .mapTo(boolean.class)
                .one();
    }
}
