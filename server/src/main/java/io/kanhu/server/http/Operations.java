package io.kanhu.server.http;

import io.kanhu.server.session.Sessions;
import io.kanhu.server.session.User;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Binds operations of the contract to code. Requests are checked against the contract on the event loop; operations block and
 * so run on a virtual thread each.
 */
final class Operations {
    private static final String LOOP = "kanhu.loop";

    private final RouterBuilder builder;
    private final Sessions sessions;

    Operations(RouterBuilder builder, Sessions sessions) {
        this.builder = builder;
        this.sessions = sessions;
    }

    /** An operation for whoever is logged in. */
    void add(String operation, Function<Call, Answer> code) {
        addOpen(operation, (context, request) -> code.apply(new Call(context, request, userOf(context))));
    }

    /** An operation for everybody. */
    void addOpen(String operation, Open code) {
        route(operation)
                .addHandler(context -> onVirtualThread(context, () -> {
                    Answer answer = code.answer(context, requestOf(context));
                    loopOf(context).runOnContext(nothing -> send(context, answer));
                }));
    }

    /** An operation for whoever is logged in that writes its JSON itself, because there is much of it. */
    void addWritten(String operation, Function<Call, Buffer> code) {
        route(operation)
                .addHandler(context -> onVirtualThread(context, () -> {
                    Buffer body = code.apply(new Call(context, requestOf(context), userOf(context)));
                    loopOf(context).runOnContext(nothing -> send(context, body));
                }));
    }

    /** An operation that answers by itself, starting on a virtual thread. */
    void addStreaming(String operation, Streaming code) {
        route(operation).addHandler(context -> onVirtualThread(context, () -> code.begin(context, userOf(context))));
    }

    /** Answers a request from anybody. */
    @FunctionalInterface
    interface Open {
        Answer answer(RoutingContext context, ValidatedRequest request);
    }

    /** Answers over time. */
    @FunctionalInterface
    interface Streaming {
        void begin(RoutingContext context, User user);
    }

    /** The token of the request's cookie. */
    static Optional<String> tokenOf(RoutingContext context) {
        return SessionCookie.of(context).tokenOf(context);
    }

    private User userOf(RoutingContext context) {
        return tokenOf(context).flatMap(sessions::find).orElseThrow(Problem::notLoggedIn);
    }

    private OpenAPIRoute route(String operation) {
        return Objects.requireNonNull(builder.getRoute(operation), operation + " is not in the contract");
    }

    private static ValidatedRequest requestOf(RoutingContext context) {
        return Objects.requireNonNull(context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST));
    }

    private static void onVirtualThread(RoutingContext context, Runnable code) {
        Context loop = context.vertx().getOrCreateContext();
        context.put(LOOP, loop);
        Thread.startVirtualThread(() -> {
            try {
                code.run();
            } catch (RuntimeException e) {
                // Every failure of an operation becomes a problem document.
                loop.runOnContext(nothing -> context.fail(e));
            }
        });
    }

    /** The event loop of a request that is being answered on a virtual thread. */
    static Context loopOf(RoutingContext context) {
        return Objects.requireNonNull(context.get(LOOP));
    }

    private static void send(RoutingContext context, Buffer body) {
        if (!context.response().closed()) {
            var unused = context.response()
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("Content-Type", "application/json")
                    .end(body);
        }
    }

    private static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status()).putHeader("Cache-Control", "no-store");
        if (answer.cookie() != null) {
            response.putHeader("Set-Cookie", answer.cookie());
        }
        if (answer.location() != null) {
            response.putHeader("Location", answer.location());
        }
        JsonObject body = answer.body();
        Answer.Text text = answer.text();
        if (body != null) {
            var unused = response.putHeader("Content-Type", "application/json").end(body.encode());
        } else if (text != null) {
            if (text.file() != null) {
                response.putHeader("Content-Disposition", "attachment; filename=\"" + text.file() + "\"");
            }
            var unused = response.putHeader("Content-Type", text.type()).end(text.content());
        } else {
            var unused = response.end();
        }
    }
}
