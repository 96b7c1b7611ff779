package io.kanhu.alerting.episode;

import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param name as it stands in the case file
 * @param workerId the worker this user is, or {@code null}
 * @param everywhere whether the user may act on every alert
 */
public record Actor(String name, @Nullable Long workerId, boolean everywhere) {

    /** The same person, looking. */
    public Viewer viewer() {
        return new Viewer(workerId, everywhere);
    }
}
