package io.kanhu.registry.place;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to read from a GeoJSON file, and how.
 *
 * @param level of features that say none; {@code null} for those the registry knows
 * @param codeProperty that holds the code; {@code null} for the first there is of {@code code}, {@code adcode} and the feature's id
 * @param nameProperty that holds the name
 * @param parent code of the area above features that say none; {@code null} for none
 */
public record Wanted(
        Path file,
        Datum datum,
        @Nullable Level level,
        @Nullable String codeProperty,
        String nameProperty,
        @Nullable String parent) {}
