package io.kanhu.alerting.episode;

import io.kanhu.registry.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who looks.
 *
 * @param workerId the worker this user is, or {@code null}
 * @param everywhere whether the user sees every grid of their scope; otherwise what they were told of and the grids they have a
 *     shift in
 * @param scope the part of the city that "everywhere" means
 */
public record Viewer(@Nullable Long workerId, boolean everywhere, Scope scope) {

    /** One whose scope is the whole city. */
    public Viewer(@Nullable Long workerId, boolean everywhere) {
        this(workerId, everywhere, Scope.CITY);
    }
}
