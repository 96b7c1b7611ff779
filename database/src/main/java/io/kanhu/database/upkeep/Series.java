package io.kanhu.database.upkeep;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A table that grows with time and is cut by it. Days and months are those of UTC. */
enum Series {
    VITAL_SIGN("vital_sign", "measured_at", Cut.DAY),
    LOCATION_FIX("location_fix", "measured_at", Cut.DAY),
    BAND_STATUS("band_status", "measured_at", Cut.DAY),
    HOURS("vital_sign_rolled", "hour", Cut.MONTH),
    /** Readings by the hour; on plain PostgreSQL alone. */
    PACKED("vital_sign_packed", "hour", Cut.DAY);

    private final String table;
    private final String column;
    private final Cut cut;

    Series(String table, String column, Cut cut) {
        this.table = table;
        this.column = column;
        this.cut = cut;
    }

    /** Those that there are on this database. */
    static List<Series> of(Layout layout) {
        return layout == Layout.PLAIN
                ? List.of(values())
                : Arrays.stream(values()).filter(series -> series != PACKED).toList();
    }

    /** Whether it is made of the readings of whole hours, and not of what bands send. */
    boolean isByTheHour() {
        return this == HOURS || this == PACKED;
    }

    /** Whether it holds readings, which go after they are in the roll-up and not before. */
    boolean holdsReadings() {
        return this == VITAL_SIGN || this == PACKED;
    }

    private enum Cut {
        DAY("yyyyMMdd"),
        MONTH("yyyyMM");

        private final DateTimeFormatter suffix;

        Cut(String suffix) {
            this.suffix = DateTimeFormatter.ofPattern(suffix);
        }
    }

    /** On plain PostgreSQL; on TimescaleDB the hours have another. */
    String table() {
        return table;
    }

    String column() {
        return column;
    }

    /** Where rows go that have no partition yet. */
    String defaultTable() {
        return table + "_default";
    }

    /** Where they wait for one, out of the way. */
    String waitingTable() {
        return table + "_waiting";
    }

    /** On TimescaleDB. */
    String hypertable() {
        return this == HOURS ? "vital_sign_hourly" : table;
    }

    /** The partition with this name; nothing for the default one. */
    Optional<Partition> partitionNamed(String name) {
        String digits = name.substring(table.length() + 1);
        if (!digits.matches("\\d+")) {
            return Optional.empty();
        }
        return Optional.of(partitionOf(
                LocalDate.parse(cut == Cut.DAY ? digits : digits + "01", DateTimeFormatter.BASIC_ISO_DATE)));
    }

    Partition partitionOf(LocalDate day) {
        LocalDate from = cut == Cut.DAY ? day : day.withDayOfMonth(1);
        return new Partition(this, from, cut == Cut.DAY ? from.plusDays(1) : from.plusMonths(1));
    }

    /** One piece of the table. */
    record Partition(Series series, LocalDate from, LocalDate until) {
        String name() {
            return series.table + "_" + from.format(series.cut.suffix);
        }

        Partition next() {
            return series.partitionOf(until);
        }
    }
}
