package io.kanhu.registry.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody is off.
 *
 * @param worker code
 * @param from inclusive
 * @param until exclusive; {@code null} until further notice
 * @param by who wrote it
 */
public record Absence(
        long id,
        long workerId,
        String worker,
        String name,
        Instant from,
        @Nullable Instant until,
        @Nullable String reason,
        String by) {}
