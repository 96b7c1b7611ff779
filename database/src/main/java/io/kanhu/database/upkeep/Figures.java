package io.kanhu.database.upkeep;

import io.kanhu.database.upkeep.Series.Partition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How the storage does.
 *
 * @param rolledUntil every hour before is in the roll-up
 * @param oldestNote when the late report arrived that has waited longest for its hour to be rolled up again
 */
public record Figures(Instant rolledUntil, Optional<Instant> oldestNote, List<Table> tables) {
    private static final int MOST_COUNTED = 1_000_000;

    /**
     * One table.
     *
     * @param bytes on disk, indexes included
     * @param oldest where its oldest partition or chunk begins; nothing if there is none
     * @param own what Kanhu itself looks after on plain PostgreSQL; nothing on TimescaleDB
     */
    public record Table(String name, long bytes, Optional<Instant> oldest, Optional<OwnPartitions> own) {}

    /**
     * Partitions that Kanhu makes.
     *
     * @param madeUntil where the newest one ends
     * @param withoutPartition rows that have none, counted up to a million
     */
    public record OwnPartitions(Instant madeUntil, long withoutPartition) {}

    /** Blocks for as long as it takes to look at a few thousand files. */
    public static Figures read(Jdbi jdbi) {
        return jdbi.withHandle(handle -> {
            Layout layout = Layout.of(handle);
            boolean plain = layout == Layout.PLAIN;
            List<Table> tables = Series.of(layout).stream()
                    .map(series -> plain ? partitions(handle, series) : chunks(handle, series))
                    .toList();
            return new Figures(RolledTable.rolledUntil(handle), plain ? oldestNote(handle) : Optional.empty(), tables);
        });
    }

    private static Optional<Instant> oldestNote(Handle handle) {
        return handle.createQuery("SELECT min(noted_at) FROM vital_sign_late HAVING min(noted_at) IS NOT NULL")
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant);
    }

    private static Table partitions(Handle handle, Series series) {
        long bytes = handle.createQuery("""
                        SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0) FROM pg_inherits
                         WHERE inhparent = to_regclass(:table)
                        """)
                .bind("table", series.table())
                .mapTo(long.class)
                .one();
        List<Partition> made = Partitions.names(handle, series).stream()
                .flatMap(name -> series.partitionNamed(name).stream())
                .sorted(Comparator.comparing(Partition::from))
                .toList();
        LocalDate until = made.isEmpty() ? LocalDate.EPOCH : made.getLast().until();
        return new Table(
                series.hypertable(),
                bytes,
                made.stream()
                        .findFirst()
                        .map(first -> Partitions.start(first.from()).toInstant()),
                Optional.of(new OwnPartitions(
                        Partitions.start(until).toInstant(), WaitingRows.count(handle, series, MOST_COUNTED))));
    }

    private static Table chunks(Handle handle, Series series) {
        return handle.createQuery("""
                        WITH own AS (
                          SELECT format('%I.%I', hypertable_schema, hypertable_name)::regclass AS id, hypertable_name
                            FROM timescaledb_information.hypertables WHERE hypertable_name = :table
                           UNION ALL
                          SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name)::regclass,
                                 materialization_hypertable_name
                            FROM timescaledb_information.continuous_aggregates WHERE view_name = :table)
                        SELECT hypertable_size(id) AS bytes,
                               (SELECT min(range_start) FROM timescaledb_information.chunks c
                                 WHERE c.hypertable_name = own.hypertable_name) AS oldest
                          FROM own
                        """)
                .bind("table", series.hypertable())
                .map((row, context) -> new Table(
                        series.hypertable(),
                        row.getLong("bytes"),
                        Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        Optional.empty()))
                .one();
    }
}
