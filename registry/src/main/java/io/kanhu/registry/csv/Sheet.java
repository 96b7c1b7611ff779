package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** One kind of file: its columns, what has to hold between rows, and how the staged rows get into the registry. */
sealed interface Sheet
        permits AreaSheet,
                GridSheet,
                WorkerSheet,
                WearerSheet,
                BandSheet,
                ContactSheet,
                ShiftSheet,
                WeeklySheet,
                HolidaySheet,
                SwapSheet,
                AwaySheet,
                ZoneSheet,
                QuietSheet,
                MaintenanceSheet {
    Kind kind();

    List<Column> columns();

    /** The columns that together name a row; no two rows may have the same. */
    List<String> key();

    /** What only the database can tell, once all files are staged. */
    List<Check> checks();

    /** Writes the staged rows, which passed all checks; rows that say nothing new stay untouched. */
    Counts merge(Handle handle, long staged);

    /** The sheets in the order of {@link Kind}. */
    static List<Sheet> all(Instant now) {
        // Born today somewhere: the day is already over in the east when it is still yesterday in UTC.
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
        return List.of(
                new AreaSheet(),
                new GridSheet(),
                new WorkerSheet(),
                new WearerSheet(today),
                new BandSheet(now),
                new ContactSheet(),
                ShiftSheet.ofGrids(),
                ShiftSheet.ofAreas(),
                new WeeklySheet(),
                new HolidaySheet(),
                new SwapSheet(now),
                AwaySheet.ofWorkers(now),
                AwaySheet.ofWearers(now),
                new ZoneSheet(now),
                new QuietSheet(now),
                new MaintenanceSheet(now));
    }

    /** The temporary table the file's rows wait in. */
    default String table() {
        return "incoming_" + kind().plural();
    }
}
