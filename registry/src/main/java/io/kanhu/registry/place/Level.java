package io.kanhu.registry.place;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How large a place is, the smallest first. A grid is a row of {@code grid}, all others are rows of {@code area}. */
public enum Level {
    GRID("网格"),
    COMMUNITY("社区"),
    STREET("街镇"),
    COUNTY("区县"),
    CITY("市");

    private final String chinese;

    Level(String chinese) {
        this.chinese = chinese;
    }

    /** The word in the database and in the interface. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word, in either language. */
    public static Optional<Level> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.code().equals(word.strip().toLowerCase(Locale.ROOT))
                        || level.chinese.equals(word.strip()))
                .findFirst();
    }
}
