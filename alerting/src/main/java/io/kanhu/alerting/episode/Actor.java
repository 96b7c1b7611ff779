package io.kanhu.alerting.episode;

import io.kanhu.registry.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param name as it stands in the case file
 * @param workerId the worker this user is, or {@code null}
 * @param everywhere whether the user may act on every alert of their scope
 * @param scope the part of the city that "everywhere" means
 */
public record Actor(String name, @Nullable Long workerId, boolean everywhere, Scope scope) {

    /** One whose scope is the whole city. */
    public Actor(String name, @Nullable Long workerId, boolean everywhere) {
        this(name, workerId, everywhere, Scope.CITY);
    }

    /** The same person, looking. */
    public Viewer viewer() {
        return new Viewer(workerId, everywhere, scope);
    }
}
