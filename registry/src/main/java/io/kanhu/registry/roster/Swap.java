package io.kanhu.registry.roster;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One worker does another's shifts for a time.
 *
 * @param giver code of whose shifts they are
 * @param taker code of who does them
 * @param from inclusive
 * @param until exclusive
 * @param by who wrote it
 * @param agreedBy who agreed; {@code null} while nobody has, and then it does not hold
 */
public record Swap(
        long id,
        long giverId,
        String giver,
        long takerId,
        String taker,
        Instant from,
        Instant until,
        String by,
        @Nullable String agreedBy) {}
