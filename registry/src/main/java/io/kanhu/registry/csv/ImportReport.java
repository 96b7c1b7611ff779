package io.kanhu.registry.csv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import did.
 *
 * @param counts by the kinds that were in the files, in order
 * @param createdWearers wearers that no file and no earlier import knew, made because a band names them
 */
public record ImportReport(Map<Kind, Counts> counts, CreatedWearers createdWearers) {
    public ImportReport {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Rows of the files: new to the registry, different from what it held, and as it held them. */
    public record Counts(long added, long changed, long unchanged) {}

    /**
     * Wearers made because a band names them.
     *
     * @param examples the codes of the first few
     */
    public record CreatedWearers(long count, List<String> examples) {
        static final CreatedWearers NONE = new CreatedWearers(0, List.of());
    }

    /** The counts of a kind; zeros if no file of it was read. */
    public Counts of(Kind kind) {
        return counts.getOrDefault(kind, new Counts(0, 0, 0));
    }

    /** One line for each kind and one for created wearers, for an operator to read. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        counts.forEach((kind, count) -> lines.add("%s: %d added, %d changed, %d unchanged"
                .formatted(kind.plural(), count.added(), count.changed(), count.unchanged())));
        if (createdWearers.count() > 0) {
            lines.add("created %d %s not known: %s%s"
                    .formatted(
                            createdWearers.count(),
                            createdWearers.count() == 1 ? "wearer that was" : "wearers that were",
                            String.join(", ", createdWearers.examples()),
                            createdWearers.count() > createdWearers.examples().size() ? ", …" : ""));
        }
        return lines;
    }
}
