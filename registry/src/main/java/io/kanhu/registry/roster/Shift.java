package io.kanhu.registry.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's planned time on duty in a grid.
 *
 * @param worker code
 * @param duty {@code primary} or {@code backup}
 * @param until exclusive; {@code null} until further notice
 */
public record Shift(
        long id,
        String grid,
        String worker,
        String name,
        String duty,
        Instant from,
        @Nullable Instant until) {}
