package io.kanhu.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user as administrators see them.
 *
 * @param worker code of the worker they are
 * @param area code of the area they look after, {@code null} for the whole city
 * @param language their own, {@code null} for the worker's
 * @param lastSeenAt of the sessions that hold, {@code null} for nobody who is logged in
 */
public record UserEntry(
        long id,
        String name,
        Role role,
        @Nullable String worker,
        @Nullable String workerName,
        @Nullable String area,
        @Nullable String areaName,
        @Nullable String language,
        boolean disabled,
        boolean passwordGiven,
        Instant createdAt,
        @Nullable Instant lastSeenAt) {

    UserDraft draft() {
        return new UserDraft(role, worker, area, language, disabled);
    }
}
