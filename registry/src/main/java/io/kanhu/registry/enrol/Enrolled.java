package io.kanhu.registry.enrol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is in the programme, as a desk finds them: nothing about their health or whereabouts.
 *
 * @param grid its name; {@code null} without a home grid
 * @param bands those they have now
 */
public record Enrolled(
        long id, String code, String name, @Nullable String grid, List<String> bands) {
    public Enrolled {
        bands = List.copyOf(bands);
    }
}
