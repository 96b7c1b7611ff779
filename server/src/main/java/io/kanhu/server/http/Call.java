package io.kanhu.server.http;

import io.kanhu.server.session.User;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Objects;
import java.util.Optional;

/** A request that fits the contract, from somebody who is logged in. */
record Call(RoutingContext context, ValidatedRequest request, User user) {
    /** The {@code id} in the path. */
    long id() {
        RequestParameter id = Objects.requireNonNull(request.getPathParameters().get("id"));
        return Objects.requireNonNull(id.getLong());
    }

    Optional<String> query(String name) {
        return parameter(name).map(RequestParameter::getString);
    }

    Optional<Integer> queryNumber(String name) {
        return parameter(name).map(RequestParameter::getInteger);
    }

    private Optional<RequestParameter> parameter(String name) {
        return Optional.ofNullable(request.getQuery().get(name)).filter(parameter -> !parameter.isNull());
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
