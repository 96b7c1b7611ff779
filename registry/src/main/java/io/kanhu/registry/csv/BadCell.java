package io.kanhu.registry.csv;

import org.jspecify.annotations.Nullable;

/**
 * One place in a file that was not taken.
 *
 * @param file the file's name without its folder
 * @param line counted in the file from 1, where the row begins; 0 stands for the file as a whole
 * @param column null stands for the row as a whole
 * @param value what was found, shortened, on one line; null for nothing, and for a secret, which is never shown
 * @param reason what is wrong with it and what to do; follows the value in a message
 */
public record BadCell(
        String file,
        long line,
        @Nullable String column,
        @Nullable String value,
        String reason) {
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + (column == null ? "" : column + ": ")
                + (value == null ? "" : '"' + value + "\" ")
                + reason;
    }
}
