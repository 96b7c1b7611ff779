package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers when it succeeds.
 *
 * @param cookie a {@code Set-Cookie} header, or {@code null}
 * @param file in place of a body, or {@code null}
 */
record Answer(
        int status,
        @Nullable JsonObject body,
        @Nullable String cookie,
        @Nullable Download file) {
    /** A file that browsers save under that name: ASCII without quotes. */
    record Download(String name, String type, String text) {}

    static Answer ok(JsonObject body) {
        return new Answer(200, body, null, null);
    }

    static Answer done() {
        return new Answer(204, null, null, null);
    }

    static Answer download(String name, String type, String text) {
        return new Answer(200, null, null, new Download(name, type, text));
    }

    Answer withCookie(String setCookie) {
        return new Answer(status, body, setCookie, file);
    }
}
