package io.kanhu.registry.csv;

import io.kanhu.registry.RegistryLock;
import io.kanhu.registry.csv.ImportReport.Counts;
import io.kanhu.registry.csv.ImportReport.CreatedWearers;
import io.kanhu.registry.csv.SourceFiles.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports registry files: all files of a call in one transaction, or nothing. Imports wait for each other, in this
 * process and in others. Rows that are already as the file says stay untouched; nothing is ever deleted. Blocks; a
 * million bands take about a minute.
 */
public final class CsvImport {
    private static final Logger LOG = LoggerFactory.getLogger(CsvImport.class);
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(15);
    private static final String BEFORE = "before";

    private final Jdbi jdbi;
    private final Clock clock;

    public CsvImport(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Imports files whose names begin with what they hold, such as {@code bands-2026.csv}, whatever their order.
     *
     * @throws ImportRefused if anything in any of them is bad
     */
    public ImportReport importFiles(List<Path> files) {
        BadCells bad = new BadCells();
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            Kind.of(file)
                    .ifPresentOrElse(
                            kind -> sources.add(SourceFile.at(kind, file)),
                            () -> bad.add(
                                    nameOf(file),
                                    0,
                                    null,
                                    "the name does not tell what the file holds, let it begin like one of "
                                            + Kind.fileNames()));
        }
        bad.refuseIfAny();
        return run(new SourceFiles(sources));
    }

    /** Imports one file of any name. */
    public ImportReport importFile(Kind kind, Path file) {
        return run(new SourceFiles(List.of(SourceFile.at(kind, file))));
    }

    /** Imports a file of bands; a wearer it names that nobody knows is created and reported. */
    public ImportReport importBands(Path file) {
        return importFile(Kind.BANDS, file);
    }

    /** Imports those of {@code areas.csv} to {@code maintenance.csv} that are in the folder. */
    public ImportReport importDirectory(Path directory) {
        List<SourceFile> sources = Arrays.stream(Kind.values())
                .filter(kind -> Files.exists(directory.resolve(kind.fileName())))
                .map(kind -> SourceFile.at(kind, directory.resolve(kind.fileName())))
                .toList();
        if (sources.isEmpty()) {
            throw new ImportRefused(List.of(new BadCell(
                    directory.toString(),
                    0,
                    null,
                    null,
                    "holds no registry file, put any of " + Kind.fileNames() + " there")));
        }
        return run(new SourceFiles(sources));
    }

    /** Imports a file that somebody sent. */
    public ImportReport importUpload(Upload upload) {
        return run(sourcesOf(List.of(upload)));
    }

    /**
     * What {@link #importUpload} would do now; writes nothing.
     *
     * @throws ImportRefused if anything in it is bad
     */
    public ImportReport check(Upload upload) {
        return jdbi.inTransaction(handle -> {
            allowLongStatements(handle);
            RegistryLock.take(handle);
            handle.savepoint(BEFORE);
            ImportReport report = importInto(handle, List.of(upload));
            handle.rollbackToSavepoint(BEFORE);
            return report;
        });
    }

    /**
     * Imports inside the caller's transaction, which holds the {@link RegistryLock}; at most once in one transaction.
     *
     * @throws ImportRefused if anything in them is bad; the transaction is to be given up then
     */
    public ImportReport importInto(Handle handle, List<Upload> uploads) {
        return runIn(handle, sourcesOf(uploads));
    }

    /** The columns of a kind of file, in order: those that must be filled, and the others. */
    public static List<ColumnName> columnsOf(Kind kind) {
        return sheetOf(kind, Sheet.all(Instant.EPOCH)).columns().stream()
                .map(column -> new ColumnName(column.name(), column.need() == Column.Need.FILLED))
                .toList();
    }

    /** A column's name as it stands in the header. */
    public record ColumnName(String name, boolean required) {}

    private static SourceFiles sourcesOf(List<Upload> uploads) {
        return new SourceFiles(uploads.stream().map(Upload::source).toList());
    }

    static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    private ImportReport run(SourceFiles files) {
        ImportReport report = jdbi.inTransaction(handle -> {
            allowLongStatements(handle);
            RegistryLock.take(handle);
            return runIn(handle, files);
        });
        report.counts()
                .forEach((kind, counts) -> LOG.info(
                        "imported kind={} added={} changed={} unchanged={}",
                        kind.plural(),
                        counts.added(),
                        counts.changed(),
                        counts.unchanged()));
        return report;
    }

    private ImportReport runIn(Handle handle, SourceFiles files) {
        // A failed statement would otherwise be reported with its arguments: thousands of people.
        handle.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return stageCheckAndMerge(handle, files, Sheet.all(now));
    }

    private static ImportReport stageCheckAndMerge(Handle handle, SourceFiles files, List<Sheet> sheets) {
        BadCells bad = new BadCells();
        // Checks look into the other kinds' tables as well, so all are there, if only empty.
        sheets.forEach(sheet -> Staging.createTable(handle, sheet));
        boolean complete = true;
        Map<Kind, Long> staged = new EnumMap<>(Kind.class);
        for (int i = 0; i < files.files().size(); i++) {
            SourceFile file = files.files().get(i);
            Sheet sheet = sheetOf(file.kind(), sheets);
            SheetReader reader = new SheetReader(handle, sheet, files, i, bad);
            complete &= CsvRows.read(file, bad, reader) && reader.end();
            staged.merge(file.kind(), reader.rows(), Long::sum);
        }
        if (!complete) {
            // What refers to the rows of a file that could not be read would be reported as well, and wrongly.
            bad.refuseIfAny();
        }
        List<Sheet> present =
                sheets.stream().filter(sheet -> files.has(sheet.kind())).toList();
        for (Sheet sheet : present) {
            handle.execute("ANALYZE " + sheet.table());
        }
        for (Sheet sheet : present) {
            Duplicates.find(handle, sheet, files, bad);
            sheet.checks().forEach(check -> check.run(handle, files, bad));
        }
        bad.refuseIfAny();
        return merge(handle, present, staged);
    }

    private static Sheet sheetOf(Kind kind, List<Sheet> sheets) {
        return sheets.stream().filter(sheet -> sheet.kind() == kind).findFirst().orElseThrow();
    }

    private static ImportReport merge(Handle handle, List<Sheet> sheets, Map<Kind, Long> staged) {
        Map<Kind, Counts> counts = new EnumMap<>(Kind.class);
        CreatedWearers created = CreatedWearers.NONE;
        for (Sheet sheet : sheets) {
            if (sheet instanceof BandSheet) {
                created = UnknownWearers.create(handle);
            }
            counts.put(sheet.kind(), sheet.merge(handle, staged.getOrDefault(sheet.kind(), 0L)));
        }
        return new ImportReport(counts, created);
    }

    /** The pool's patience is meant for small statements; the connection gets it back when it returns to the pool. */
    private static void allowLongStatements(Handle handle) {
        try {
            handle.getConnection().setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST_STATEMENT.toMillis()));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot set how long a statement of the import may take", e);
        }
    }
}
