package io.kanhu.database.upkeep;

import io.kanhu.database.upkeep.Series.Partition;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes partitions ahead of the data on plain PostgreSQL; does nothing on TimescaleDB, which makes its own. Safe on several nodes at
 * once and beside those who write. Blocks.
 */
public final class Partitions {
    /** Bands may report up to 30 days late. */
    private static final int DAYS_BACK = 30;
    /** They may be a day ahead; the rest is for a node that sleeps over a weekend. */
    private static final int DAYS_AHEAD = 4;

    private final Jdbi jdbi;
    private final Keep keep;
    private final WaitingRows waitingRows;

    public Partitions(Jdbi jdbi, Keep keep) {
        this.jdbi = jdbi;
        this.keep = keep;
        this.waitingRows = new WaitingRows(jdbi);
    }

    /** Makes what is missing around {@code today}; rows that had no partition move to the one they get now. */
    public void prepare(LocalDate today) {
        if (Layout.of(jdbi) == Layout.TIMESCALE) {
            return;
        }
        for (Series series : Series.of(Layout.PLAIN)) {
            // What a crash has left aside first: it may need partitions, too.
            waitingRows.bringBack(series);
            makeMissing(
                    series,
                    Stream.concat(wanted(series, today).stream(), waitingRows.wanted(series).stream())
                            .distinct()
                            .toList());
            waitingRows.bringBack(series);
        }
    }

    private List<Partition> wanted(Series series, LocalDate today) {
        if (series == Series.HOURS) {
            Partition last = series.partitionOf(today).next();
            return Stream.iterate(
                            series.partitionOf(rolledUntil()),
                            month -> !month.from().isAfter(last.from()),
                            Partition::next)
                    .toList();
        }
        LocalDate first = today.minusDays(Math.min(DAYS_BACK, keep.daysOf(series)));
        if (series == Series.PACKED && rolledUntil().isBefore(first)) {
            first = rolledUntil();
        }
        return first.datesUntil(today.plusDays(DAYS_AHEAD + 1L))
                .map(series::partitionOf)
                .toList();
    }

    private LocalDate rolledUntil() {
        return LocalDate.ofInstant(jdbi.withHandle(RolledTable::rolledUntil), ZoneOffset.UTC);
    }

    private void makeMissing(Series series, List<Partition> wanted) {
        if (!jdbi.withHandle(handle -> missing(handle, series, wanted)).isEmpty()) {
            BriefLock.tryTo("make partitions of " + series.table(), jdbi, handle -> {
                // One node at a time; whoever comes second finds the work done.
                handle.execute("SELECT pg_advisory_xact_lock(hashtext('kanhu partitions'))");
                WaitingRows.setAside(handle, series);
                missing(handle, series, wanted).forEach(partition -> make(handle, partition));
            });
        }
    }

    private static List<Partition> missing(Handle handle, Series series, List<Partition> wanted) {
        Set<String> present = Set.copyOf(names(handle, series));
        return wanted.stream()
                .filter(partition -> !present.contains(partition.name()))
                .toList();
    }

    /** The tables that make up the series. */
    static List<String> names(Handle handle, Series series) {
        return handle.createQuery("""
                        SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
                         WHERE inhparent = to_regclass(:table)
                        """)
                .bind("table", series.table())
                .mapTo(String.class)
                .list();
    }

    /**
     * ATTACH, because CREATE … PARTITION OF would keep everybody from the whole table. A table that only grows, and is read by its key,
     * need not be counted again at each tenth more, nor looked through for its new rows: that writes all of them to the log once more, and
     * nearly always they are dropped before PostgreSQL needs them frozen. Where they are kept longer, it sees to that by itself.
     */
    private static void make(Handle handle, Partition partition) {
        String table = partition.series().table();
        handle.execute("CREATE TABLE " + partition.name() + " (LIKE " + table
                + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
                + " WITH (autovacuum_analyze_scale_factor = 0.5, autovacuum_vacuum_insert_threshold = -1)");
        handle.execute("ALTER TABLE " + table + " ATTACH PARTITION " + partition.name() + " FOR VALUES FROM ('"
                + start(partition.from()) + "') TO ('" + start(partition.until()) + "')");
    }

    static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
