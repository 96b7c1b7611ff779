package io.kanhu.registry.place;

import io.kanhu.registry.RegistryLock;
import io.kanhu.registry.place.PlacesRefused.BadFeature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports where grids and areas lie from a GeoJSON file: all of it in one transaction, or nothing. A place that the registry knows keeps
 * its name and what it belongs to; one that it does not know is made. Nothing is ever deleted. Blocks.
 */
public final class PlaceImport {
    private static final Logger LOG = LoggerFactory.getLogger(PlaceImport.class);
    private static final int SHOWN = 100;
    private static final String BEFORE = "before";

    private final Jdbi jdbi;

    public PlaceImport(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Writes it.
     *
     * @throws PlacesRefused if anything in it is bad
     */
    public PlaceReport run(Wanted wanted) {
        PlaceReport report = run(wanted, true);
        LOG.info(
                "imported shapes created={} drawn={} redrawn={} unchanged={}",
                report.created(),
                report.drawn(),
                report.redrawn(),
                report.unchanged());
        return report;
    }

    /**
     * What {@link #run} would do; writes nothing.
     *
     * @throws PlacesRefused if anything in it is bad
     */
    public PlaceReport check(Wanted wanted) {
        return run(wanted, false);
    }

    private PlaceReport run(Wanted wanted, boolean write) {
        List<BadFeature> bad = new ArrayList<>();
        GeoJsonFile file = new GeoJsonFile(wanted, bad);
        List<Draft> drafts = file.read();
        duplicates(drafts, bad);
        return jdbi.inTransaction(handle -> {
            RegistryLock.take(handle);
            handle.savepoint(BEFORE);
            PlaceTable table = new PlaceTable(handle);
            List<Draft> placed = new Placing(table.known(), drafts, bad).placed();
            if (!bad.isEmpty()) {
                throw refused(wanted.file(), bad);
            }
            List<String> notes = new ArrayList<>(file.notes());
            notes.addAll(Overlaps.among(placed));
            PlaceReport report = table.write(placed, notes);
            if (!write) {
                handle.rollbackToSavepoint(BEFORE);
            }
            return report;
        });
    }

    private static void duplicates(List<Draft> drafts, List<BadFeature> bad) {
        Map<String, Integer> first = new HashMap<>();
        for (Draft draft : drafts) {
            Integer before = first.putIfAbsent(draft.code(), draft.number());
            if (before != null) {
                bad.add(new BadFeature(
                        draft.number(),
                        draft.code(),
                        "has the code of feature " + before + ", keep one or join them to a MultiPolygon"));
            }
        }
    }

    private static PlacesRefused refused(Path file, List<BadFeature> bad) {
        List<BadFeature> shown = new ArrayList<>(bad.stream()
                .sorted(Comparator.comparingInt(BadFeature::number))
                .limit(SHOWN)
                .toList());
        if (bad.size() > SHOWN) {
            shown.add(new BadFeature(0, "", "and " + (bad.size() - SHOWN) + " more"));
        }
        Path name = file.getFileName();
        return new PlacesRefused(name == null ? file.toString() : name.toString(), shown);
    }
}
