package io.kanhu.server.session;

import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.Viewer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in.
 *
 * @param workerId the grid worker this user is, or {@code null}
 * @param workerName the worker's own name, or {@code null}
 * @param language {@code zh} or {@code en}
 */
public record User(
        long id,
        String name,
        Role role,
        @Nullable Long workerId,
        @Nullable String workerName,
        String language) {

    /** The same person, looking at alerts. */
    public Viewer viewer() {
        return new Viewer(workerId, role.seesEveryAlert());
    }

    /** The same person, doing something with an alert. */
    public Actor actor() {
        return new Actor(workerName == null ? name : workerName, workerId, role.seesEveryAlert());
    }
}
