package io.kanhu.registry.place;

import java.util.List;

/**
 * What an import did, or would do.
 *
 * @param created places that the registry did not know
 * @param drawn places that had no shape so far, the created among them
 * @param redrawn places that have another shape now
 * @param unchanged places whose shape is the same
 * @param notes what somebody should look at
 */
public record PlaceReport(int created, int drawn, int redrawn, int unchanged, List<String> notes) {
    public PlaceReport {
        notes = List.copyOf(notes);
    }
}
