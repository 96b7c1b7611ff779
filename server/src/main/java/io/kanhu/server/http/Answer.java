package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers when it succeeds.
 *
 * @param body JSON, or {@code null}
 * @param text in place of JSON, or {@code null}
 * @param cookie a {@code Set-Cookie} header, or {@code null}
 * @param location where to go instead, or {@code null}
 */
record Answer(
        int status,
        @Nullable JsonObject body,
        @Nullable Text text,
        @Nullable String cookie,
        @Nullable String location) {

    /**
     * What is no JSON.
     *
     * @param file the name under which browsers save it, ASCII without quotes; {@code null} if they show it
     */
    record Text(String type, String content, @Nullable String file) {}

    Answer(int status, @Nullable JsonObject body) {
        this(status, body, null, null, null);
    }

    static Answer ok(JsonObject body) {
        return new Answer(200, body);
    }

    static Answer done() {
        return new Answer(204, null);
    }

    /** For programs that want no JSON. */
    static Answer text(String text) {
        return new Answer(200, null, new Text("text/plain; charset=utf-8", text, null), null, null);
    }

    static Answer download(String name, String type, String text) {
        return new Answer(200, null, new Text(type, text, name), null, null);
    }

    static Answer goTo(String location) {
        return new Answer(303, null, null, null, location);
    }

    Answer withCookie(String setCookie) {
        return new Answer(status, body, text, setCookie, location);
    }
}
