package io.kanhu.registry.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the files of one import, and no more than an operator can read. */
final class BadCells {
    static final int SHOWN_PER_FILE = 100;
    private static final int SHOWN_CHARACTERS = 40;

    private final Map<String, OfFile> files = new LinkedHashMap<>();

    private static final class OfFile {
        final List<BadCell> shown = new ArrayList<>();
        long more;
    }

    void add(String file, long line, @Nullable String column, String reason) {
        add(file, line, column, null, reason);
    }

    /** {@code value} is what was found there and may be shown. */
    void add(String file, long line, @Nullable String column, @Nullable String value, String reason) {
        OfFile of = files.computeIfAbsent(file, name -> new OfFile());
        if (of.shown.stream()
                .anyMatch(cell -> cell.line() == line && line > 0 && Objects.equals(cell.column(), column))) {
            return; // what is said of a cell after its first complaint follows from that
        }
        if (of.shown.size() < SHOWN_PER_FILE) {
            of.shown.add(new BadCell(file, line, column, value == null ? null : shortened(value), reason));
        } else {
            of.more++;
        }
    }

    void refuseIfAny() {
        if (files.isEmpty()) {
            return;
        }
        List<BadCell> all = new ArrayList<>();
        files.forEach((file, of) -> {
            of.shown.sort(Comparator.comparingLong(BadCell::line));
            all.addAll(of.shown);
            if (of.more > 0) {
                all.add(new BadCell(file, 0, null, null, "and " + of.more + " more"));
            }
        });
        throw new ImportRefused(all);
    }

    /** A value as it may stand in a message: on one line, not endless. */
    private static String shortened(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "·");
        if (line.codePointCount(0, line.length()) > SHOWN_CHARACTERS) {
            line = line.substring(0, line.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
        }
        return line;
    }
}
