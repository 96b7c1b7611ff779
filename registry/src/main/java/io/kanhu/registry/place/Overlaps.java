package io.kanhu.registry.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/** Finds features of one file and level that lie over one another by more than the breadth of a border. */
final class Overlaps {
    private static final double BREADTH_OF_A_BORDER = 0.01;
    private static final int MOST = 50;

    private Overlaps() {}

    /** Two drafts of one level, and how much of the smaller one they share. */
    record Found(Draft before, Draft draft, double share) {}

    static List<String> among(List<Draft> drafts) {
        List<Found> all = between(drafts);
        List<String> notes = new ArrayList<>();
        all.stream()
                .limit(MOST)
                .forEach(found -> notes.add(String.format(
                        Locale.ROOT,
                        "feature %d (%s) and feature %d (%s) overlap by %.0f %% of the smaller one, which wins there",
                        found.before().number(),
                        found.before().code(),
                        found.draft().number(),
                        found.draft().code(),
                        found.share() * 100)));
        if (all.size() > MOST) {
            notes.add("and " + (all.size() - MOST) + " more that overlap");
        }
        return notes;
    }

    /** All of them. */
    static List<Found> between(List<Draft> drafts) {
        List<Found> all = new ArrayList<>();
        STRtree before = new STRtree();
        drafts.forEach(draft -> before.insert(draft.shape().getEnvelopeInternal(), draft));
        for (Draft draft : drafts) {
            for (Object item : before.query(draft.shape().getEnvelopeInternal())) {
                Draft other = (Draft) item;
                if (other.number() < draft.number() && other.level() == draft.level()) {
                    double share = share(draft.shape(), other.shape());
                    if (share > BREADTH_OF_A_BORDER) {
                        all.add(new Found(other, draft, share));
                    }
                }
            }
        }
        return all;
    }

    private static double share(Geometry one, Geometry other) {
        double both =
                OverlayNGRobust.overlay(one, other, OverlayNG.INTERSECTION).getArea();
        return both / Math.min(one.getArea(), other.getArea());
    }
}
