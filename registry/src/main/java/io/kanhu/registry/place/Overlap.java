package io.kanhu.registry.place;

/**
 * Two places of one level lie over one another.
 *
 * @param one code
 * @param other code
 * @param share of the smaller one, 0 to 1
 */
public record Overlap(Level level, String one, String other, double share) {}
