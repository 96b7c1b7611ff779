package io.kanhu.registry.place;

import io.kanhu.registry.place.PlaceTable.Known;
import io.kanhu.registry.place.PlacesRefused.BadFeature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds for each feature what it is in the registry: its level, and whether what it belongs to is there. */
final class Placing {
    private final Known known;
    private final List<Draft> drafts;
    private final List<BadFeature> bad;
    private final Map<String, Level> comingAreas = new HashMap<>();

    Placing(Known known, List<Draft> drafts, List<BadFeature> bad) {
        this.known = known;
        this.drafts = drafts;
        this.bad = bad;
    }

    /** With their levels, those that can be placed. */
    List<Draft> placed() {
        List<Draft> levelled =
                drafts.stream().flatMap(draft -> levelled(draft).stream()).toList();
        levelled.stream()
                .filter(draft -> draft.level() != Level.GRID && draft.level() != null)
                .forEach(draft -> comingAreas.put(draft.code(), draft.level()));
        List<Draft> placed = new ArrayList<>();
        for (Draft draft : levelled) {
            String wrong = wrongParent(draft);
            if (wrong == null) {
                placed.add(draft);
            } else {
                bad.add(new BadFeature(draft.number(), draft.code(), wrong));
            }
        }
        return placed;
    }

    private Optional<Draft> levelled(Draft draft) {
        Level area = known.areas().get(draft.code());
        boolean grid = known.grids().contains(draft.code());
        Level said = draft.level();
        String wrong = null;
        Level level = said;
        if (said == null && area != null && grid) {
            wrong = "is both an area and a grid in the registry, say which with --level";
        } else if (said == null && area == null && !grid) {
            wrong = "is not in the registry, correct the code, or give --level to make it";
        } else if (said == null) {
            level = area == null ? Level.GRID : area;
        } else if (said != Level.GRID && area != null && area != said) {
            wrong = "is a " + area.code() + " in the registry and a " + said.code() + " here, correct one of them";
        }
        if (wrong != null) {
            bad.add(new BadFeature(draft.number(), draft.code(), wrong));
            return Optional.empty();
        }
        return Optional.of(new Draft(draft.number(), draft.code(), draft.name(), level, draft.parent(), draft.shape()));
    }

    private @Nullable String wrongParent(Draft draft) {
        String parent = draft.parent();
        Level level = draft.level();
        boolean isKnown = level == Level.GRID
                ? known.grids().contains(draft.code())
                : known.areas().containsKey(draft.code());
        if (parent == null) {
            return level == Level.GRID && !isKnown
                    ? "is a new grid, name the area it belongs to: a property parent, or --parent"
                    : null;
        }
        Level above = comingAreas.getOrDefault(parent, known.areas().get(parent));
        if (above == null) {
            return "its parent \"" + parent + "\" is not a known area, correct it or import it first";
        }
        return level != null && above.compareTo(level) <= 0
                ? "its parent \"" + parent + "\" is a " + above.code() + ", name an area of a higher level"
                : null;
    }
}
