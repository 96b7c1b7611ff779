package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers when it succeeds.
 *
 * @param cookie a {@code Set-Cookie} header, or {@code null}
 */
record Answer(
        int status, @Nullable JsonObject body, @Nullable String cookie) {
    static Answer ok(JsonObject body) {
        return new Answer(200, body, null);
    }

    static Answer done() {
        return new Answer(204, null, null);
    }

    Answer withCookie(String setCookie) {
        return new Answer(status, body, setCookie);
    }
}
