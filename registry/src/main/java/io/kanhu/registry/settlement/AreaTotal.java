package io.kanhu.registry.settlement;

import org.jspecify.annotations.Nullable;

/**
 * The sums of an area in one month.
 *
 * @param area code; {@code null} for wearers without a home grid
 * @param wearers who have at least one day
 */
public record AreaTotal(@Nullable String area, @Nullable String name, int wearers, int days, int awayDays) {}
