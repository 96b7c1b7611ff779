package io.kanhu.simulator.replay;

import io.kanhu.simulator.band.CannotRun;

/** Keeps the rows that have a value in a column. */
public record RowFilter(String column, String value) {
    /** Reads {@code COLUMN=VALUE}. */
    public static RowFilter of(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new CannotRun("--where must be COLUMN=VALUE, not " + text);
        }
        return new RowFilter(text.substring(0, equals), text.substring(equals + 1));
    }

    @Override
    public String toString() {
        return column + "=" + value;
    }
}
