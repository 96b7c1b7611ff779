package io.kanhu.registry.csv;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Nothing was written, because of these bad cells. The message names them all, one a line, and never shows a secret.
 */
public final class ImportRefused extends RuntimeException {
    private final transient List<BadCell> badCells;

    ImportRefused(List<BadCell> badCells) {
        super("nothing was imported:\n"
                + badCells.stream().map(BadCell::toString).collect(Collectors.joining("\n")));
        this.badCells = List.copyOf(badCells);
    }

    /** By file and line; a file with more than 100 ends in one that says how many more there are. */
    public List<BadCell> badCells() {
        return badCells;
    }
}
