package io.kanhu.registry.settlement;

import org.jspecify.annotations.Nullable;

/**
 * What is settled for one wearer in one month.
 *
 * @param area code of the community; {@code null} without a home grid
 * @param days that count
 * @param awayDays that would count but for a suspension
 * @param bands those they had, with blanks between
 */
public record ServedWearer(
        long wearerId,
        String code,
        String name,
        @Nullable String area,
        @Nullable String areaName,
        @Nullable String grid,
        @Nullable String gridName,
        int days,
        int awayDays,
        String bands) {}
