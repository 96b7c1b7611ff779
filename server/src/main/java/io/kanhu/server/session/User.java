package io.kanhu.server.session;

import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.Viewer;
import io.kanhu.registry.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in.
 *
 * @param workerId the grid worker this user is, or {@code null}
 * @param workerName the worker's own name, or {@code null}
 * @param language {@code zh} or {@code en}
 * @param scope the part of the city they look after
 * @param area its name, {@code null} for the whole city
 * @param passwordGiven whether somebody else has seen their password
 */
public record User(
        long id,
        String name,
        Role role,
        @Nullable Long workerId,
        @Nullable String workerName,
        String language,
        Scope scope,
        @Nullable String area,
        boolean passwordGiven) {

    /** The same person, looking at alerts. */
    public Viewer viewer() {
        return new Viewer(workerId, role.seesEveryAlert(), scope);
    }

    /** The same person, doing something with an alert. */
    public Actor actor() {
        return new Actor(workerName == null ? name : workerName, workerId, role.seesEveryAlert(), scope);
    }

    /** The part of the city whose every alert is theirs; {@code null} for none. */
    public @Nullable Scope office() {
        return role.seesEveryAlert() ? scope : null;
    }
}
