package io.kanhu.registry;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of the city that somebody looks after.
 *
 * @param areaId it and all that lies in it, or {@code null} for the whole city, and then also what lies in no area
 */
public record Scope(@Nullable Long areaId) {
    /** All of it. */
    public static final Scope CITY = new Scope(null);

    public boolean isCity() {
        return areaId == null;
    }

    /** Whether something belongs to it that lies in these areas, each with all that it lies in. */
    public boolean reaches(Set<Long> areas) {
        return areaId == null || areas.contains(areaId);
    }
}
