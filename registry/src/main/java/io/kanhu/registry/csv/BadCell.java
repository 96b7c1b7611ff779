package io.kanhu.registry.csv;

import org.jspecify.annotations.Nullable;

/**
 * One place in a file that was not taken.
 *
 * @param file the file's name without its folder
 * @param line counted in the file from 1, where the row begins; 0 stands for the file as a whole
 * @param column null stands for the row as a whole
 * @param reason what was found, shortened (a secret is never shown), and what to do
 */
public record BadCell(String file, long line, @Nullable String column, String reason) {
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + (column == null ? "" : column + ": ") + reason;
    }
}
