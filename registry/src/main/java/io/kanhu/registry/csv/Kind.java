package io.kanhu.registry.csv;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a registry file holds, in the order in which one kind refers to the kinds before it. */
public enum Kind {
    AREAS,
    GRIDS,
    WORKERS,
    WEARERS,
    BANDS,
    CONTACTS,
    ROSTER,
    DUTIES,
    WEEKLY,
    HOLIDAYS,
    SWAPS,
    ABSENCES,
    SUSPENSIONS,
    ZONES,
    QUIET,
    MAINTENANCE;

    /** The kind as files and messages call it, such as {@code bands}. */
    public String plural() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String fileName() {
        return plural() + ".csv";
    }

    /** The kind whose name the file's name begins with: {@code bands.csv}, {@code bands-2026-03.csv}. */
    static Optional<Kind> of(Path file) {
        String name = CsvImport.nameOf(file).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> name.matches(kind.plural() + "([^a-z].*)?\\.csv"))
                .findFirst();
    }

    static List<String> fileNames() {
        return Arrays.stream(values()).map(Kind::fileName).toList();
    }
}
