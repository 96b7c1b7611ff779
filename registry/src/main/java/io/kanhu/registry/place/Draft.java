package io.kanhu.registry.place;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * A feature that could be read.
 *
 * @param number counted in the file from 1
 * @param level as the file or the call says; {@code null} if neither does
 * @param parent as the file or the call says; {@code null} if neither does
 * @param shape WGS-84
 */
record Draft(
        int number,
        String code,
        String name,
        @Nullable Level level,
        @Nullable String parent,
        Geometry shape) {}
