package io.kanhu.server.session;

import org.jspecify.annotations.Nullable;

/**
 * A user as an administrator would like them.
 *
 * @param worker code of the worker they are, {@code null} for none
 * @param area code of the area they look after, {@code null} for the whole city
 * @param language {@code zh}, {@code en}, or {@code null} for the worker's
 */
public record UserDraft(
        Role role,
        @Nullable String worker,
        @Nullable String area,
        @Nullable String language,
        boolean disabled) {}
