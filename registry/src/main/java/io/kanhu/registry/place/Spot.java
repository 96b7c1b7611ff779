package io.kanhu.registry.place;

import org.jspecify.annotations.Nullable;

/**
 * The smallest known place somebody is in: a grid, or an area where no grid is drawn.
 *
 * @param id of the grid or of the area, as the level says
 */
public record Spot(Level level, long id, String code) {
    /** The grid's id; {@code null} if it is an area. */
    public @Nullable Long gridId() {
        return level == Level.GRID ? id : null;
    }

    /** The area's id; {@code null} if it is a grid. */
    public @Nullable Long areaId() {
        return level == Level.GRID ? null : id;
    }
}
