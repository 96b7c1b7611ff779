package io.kanhu.registry.csv;

import org.jspecify.annotations.Nullable;

/**
 * A column of a file.
 *
 * @param need whether the header, and whether each cell, has to be there
 * @param whenEmpty what an empty cell stands for
 * @param secret the value is never shown
 */
record Column(String name, Need need, @Nullable String whenEmpty, boolean secret, CellFormat format) {
    enum Need {
        FILLED,
        MAY_BE_EMPTY,
        MAY_BE_ABSENT
    }

    static Column filled(String name, CellFormat format) {
        return new Column(name, Need.FILLED, null, false, format);
    }

    static Column maybeEmpty(String name, CellFormat format) {
        return new Column(name, Need.MAY_BE_EMPTY, null, false, format);
    }

    static Column defaulting(String name, String whenEmpty, CellFormat format) {
        return new Column(name, Need.MAY_BE_EMPTY, whenEmpty, false, format);
    }

    static Column optional(String name, CellFormat format) {
        return new Column(name, Need.MAY_BE_ABSENT, null, false, format);
    }

    static Column secret(String name, CellFormat format) {
        return new Column(name, Need.FILLED, null, true, format);
    }
}
