package io.kanhu.registry.place;

import org.jspecify.annotations.Nullable;

/**
 * A grid or an area.
 *
 * @param parent code of the area above; {@code null} at the top
 * @param wearers who live in it, of grids
 * @param shape GeoJSON, WGS-84; {@code null} if none is drawn or none was asked for
 */
public record DrawnPlace(
        Level level,
        String code,
        String name,
        @Nullable String parent,
        int wearers,
        @Nullable String shape) {}
