package io.kanhu.server;

import io.kanhu.database.upkeep.Figures;
import io.kanhu.database.upkeep.Figures.OwnPartitions;
import io.kanhu.database.upkeep.Figures.Table;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** How the storage does, as of the last round of housekeeping. Ages go on growing in between, so that a round that hangs is seen. */
final class StorageGauges {
    private final Jdbi jdbi;
    private final Clock clock;
    private final AtomicReference<Figures> latest;

    /** Reads the first figures. Blocks. */
    StorageGauges(Jdbi jdbi, Clock clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.latest = new AtomicReference<>(Figures.read(jdbi));
        Gauge.builder("kanhu.rollup.lag.seconds", latest, figures -> lag(figures.get()))
                .description(
                        "How far the hourly roll-up is behind: the newest hour that it has, or the oldest late report that it has not")
                .register(metrics);
        for (Table table : latest.get().tables()) {
            gauge(metrics, "kanhu.storage.bytes", "Bytes on disk, indexes included", table, Table::bytes);
            gauge(metrics, "kanhu.storage.oldest.seconds", "Age of the oldest partition", table, this::age);
            own(metrics, "kanhu.partitions.ahead.seconds", "For how long there are partitions", table, this::ahead);
            own(
                    metrics,
                    "kanhu.partitions.default.rows",
                    "Rows that have no partition",
                    table,
                    OwnPartitions::withoutPartition);
        }
    }

    /** Reads them again. Blocks. */
    void read() {
        latest.set(Figures.read(jdbi));
    }

    /** Not a number on TimescaleDB, which needs nobody to make its chunks. */
    private void own(
            MeterRegistry metrics, String name, String what, Table table, Function<OwnPartitions, Number> figure) {
        gauge(metrics, name, what, table, now -> now.own().map(figure).orElse(Double.NaN));
    }

    private void gauge(MeterRegistry metrics, String name, String what, Table table, Function<Table, Number> figure) {
        Gauge.builder(
                        name,
                        latest,
                        figures -> figure.apply(byName(figures.get(), table.name()))
                                .doubleValue())
                .description(what)
                .tag("table", table.name())
                .register(metrics);
    }

    private static Table byName(Figures figures, String name) {
        return figures.tables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private double lag(Figures figures) {
        return Stream.concat(Stream.of(figures.rolledUntil()), figures.oldestNote().stream())
                .mapToDouble(this::secondsSince)
                .max()
                .orElseThrow();
    }

    private double age(Table table) {
        return table.oldest().map(this::secondsSince).orElse(0.0);
    }

    private double ahead(OwnPartitions own) {
        return Duration.between(clock.instant(), own.madeUntil()).toSeconds();
    }

    private double secondsSince(Instant instant) {
        return Math.max(0, Duration.between(instant, clock.instant()).toSeconds());
    }
}
