package io.kanhu.server.http;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/** A request that cannot be done, as RFC 9457 tells it: what went wrong and what to do. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad request"),
            Map.entry(401, "Not logged in"),
            Map.entry(403, "Not allowed"),
            Map.entry(404, "Not found"),
            Map.entry(405, "Method not allowed"),
            Map.entry(406, "Not acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Too large"),
            Map.entry(414, "Address too long"),
            Map.entry(415, "Unsupported media type"),
            Map.entry(422, "Not the same request"),
            Map.entry(429, "Too many requests"),
            Map.entry(500, "Internal error"),
            Map.entry(503, "Not available now"));

    private final int status;
    private final Duration retryAfter;
    private final transient JsonObject more = new JsonObject();

    Problem(int status, String detail) {
        this(status, detail, Duration.ZERO);
    }

    /** {@code retryAfter} is told to the client unless it is zero. */
    Problem(int status, String detail, Duration retryAfter) {
        super(detail);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Tells programs more: an extension member of the document. */
    Problem with(String name, Object value) {
        more.put(name, value);
        return this;
    }

    static Problem notLoggedIn() {
        return new Problem(401, "Log in with POST /api/session; the session may have run out.");
    }

    int status() {
        return status;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", TITLES.getOrDefault(status, "Error " + status))
                .put("status", status)
                .put("detail", getMessage())
                .mergeIn(more);
    }
}
