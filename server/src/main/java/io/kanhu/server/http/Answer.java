package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers when it succeeds.
 *
 * @param cookie a {@code Set-Cookie} header, or {@code null}
 * @param location where to go instead, or {@code null}
 */
record Answer(
        int status,
        @Nullable JsonObject body,
        @Nullable String cookie,
        @Nullable String location) {
    Answer(int status, @Nullable JsonObject body, @Nullable String cookie) {
        this(status, body, cookie, null);
    }

    static Answer goTo(String location) {
        return new Answer(303, null, null, location);
    }

    static Answer ok(JsonObject body) {
        return new Answer(200, body, null);
    }

    static Answer done() {
        return new Answer(204, null, null);
    }

    Answer withCookie(String setCookie) {
        return new Answer(status, body, setCookie, location);
    }
}
