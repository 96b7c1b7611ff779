package io.kanhu.server.http;

import io.kanhu.registry.Scopes;
import io.kanhu.server.session.Role;
import io.kanhu.server.session.User;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that fits the contract, from somebody who is logged in. */
record Call(RoutingContext context, ValidatedRequest request, User user) {
    /** The {@code id} in the path. */
    long id() {
        RequestParameter id = Objects.requireNonNull(request.getPathParameters().get("id"));
        return Objects.requireNonNull(id.getLong());
    }

    /** Only for those who see every alert. */
    void requireOffice() {
        if (!user.role().seesEveryAlert()) {
            throw new Problem(403, "This is set by supervisors, operators and administrators.");
        }
    }

    /** Only for those who look after the whole city: what is done concerns all of it. */
    void requireCity() {
        if (!user.scope().isCity()) {
            throw new Problem(
                    403, "This concerns the whole city; you look after a part of it. Ask somebody who has no area.");
        }
    }

    /** Only for those who look after the part of the city that this grid lies in; nobody else is told that there is one. */
    void requireGrid(Scopes scopes, @Nullable String code) {
        if (!scopes.hasGrid(user.scope(), code)) {
            throw new Problem(404, "There is no grid " + code + " that you look after; name one of your area.");
        }
    }

    /** Only for those who look after the part of the city that this wearer lives in; nobody else is told that there is one. */
    void requireWearer(Scopes scopes, long wearerId) {
        if (!scopes.hasWearer(user.scope(), wearerId)) {
            throw new Problem(404, "There is no wearer " + wearerId + " whom you look after.");
        }
    }

    /** Another part of the path. */
    static String pathOf(ValidatedRequest request, String name) {
        RequestParameter part =
                Objects.requireNonNull(request.getPathParameters().get(name));
        return Objects.requireNonNull(part.getString());
    }

    Optional<String> query(String name) {
        return parameter(name).map(RequestParameter::getString);
    }

    Optional<Integer> queryNumber(String name) {
        return parameter(name).map(RequestParameter::getInteger);
    }

    /**
     * A moment.
     *
     * @throws Problem if it is none
     */
    Optional<Instant> queryTime(String name) {
        return query(name).map(text -> time(name, text));
    }

    /**
     * A moment in a body; {@code null} if it is not there.
     *
     * @throws Problem if it is none
     */
    static @Nullable Instant timeIn(JsonObject body, String name) {
        String text = body.getString(name);
        return text == null ? null : time(name, text);
    }

    /** The same where the contract has it required. */
    static Instant requiredTimeIn(JsonObject body, String name) {
        return Objects.requireNonNull(timeIn(body, name));
    }

    private static Instant time(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new Problem(
                    400,
                    "`" + name + "` must be a time such as 2026-05-01T08:00:00Z (a + in an address is written %2B).");
        }
    }

    private Optional<RequestParameter> parameter(String name) {
        return Optional.ofNullable(request.getQuery().get(name)).filter(parameter -> !parameter.isNull());
    }

    /** Whether a query parameter that is a boolean is there and true. */
    boolean queryIs(String name) {
        return parameter(name).map(RequestParameter::getBoolean).orElse(false);
    }

    Optional<Double> queryDouble(String name) {
        return parameter(name).map(RequestParameter::getDouble);
    }

    /** Another part of the path. */
    String path(String name) {
        return pathOf(request, name);
    }

    /** The body as it came, for what is no JSON. */
    byte[] bytes() {
        Buffer buffer = context.body().buffer();
        return buffer == null ? new byte[0] : buffer.getBytes();
    }

    /** Only for some roles. */
    void require(Set<Role> roles, String otherwise) {
        if (!roles.contains(user.role())) {
            throw new Problem(403, otherwise);
        }
    }

    /** The body, an empty object if there is none. */
    JsonObject body() {
        return bodyOf(request);
    }

    static JsonObject bodyOf(ValidatedRequest request) {
        RequestParameter body = request.getBody();
        return body == null || body.isEmpty() || !body.isJsonObject()
                ? new JsonObject()
                : Objects.requireNonNull(body.getJsonObject());
    }
}
