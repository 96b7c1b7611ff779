package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers when it succeeds.
 *
 * @param body JSON, or {@code null}
 * @param text in place of JSON, or {@code null}
 * @param cookie a {@code Set-Cookie} header, or {@code null}
 */
record Answer(
        int status,
        @Nullable JsonObject body,
        @Nullable String text,
        @Nullable String cookie) {
    static Answer ok(JsonObject body) {
        return new Answer(200, body, null, null);
    }

    /** For programs that want no JSON. */
    static Answer text(String text) {
        return new Answer(200, null, text, null);
    }

    static Answer done() {
        return new Answer(204, null, null, null);
    }

    Answer withCookie(String setCookie) {
        return new Answer(status, body, text, setCookie);
    }
}
