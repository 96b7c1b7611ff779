package io.kanhu.server.http;

import io.kanhu.alerting.episode.IllegalMove;
import io.kanhu.alerting.episode.NoSuchAlert;
import io.kanhu.alerting.episode.NotAllowed;
import io.kanhu.alerting.ladder.LadderChanged;
import io.kanhu.alerting.ladder.LadderRefused;
import io.kanhu.registry.band.BandRefused;
import io.kanhu.registry.csv.ImportRefused;
import io.kanhu.registry.enrol.CodeTaken;
import io.kanhu.registry.roster.RosterRefused;
import io.kanhu.registry.settlement.SettlementRefused;
import io.kanhu.server.session.UnknownWorker;
import io.kanhu.server.session.UserRefused;
import io.kanhu.server.session.WorkerTaken;
import io.netty.channel.unix.Errors;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.ValidatorException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what failed with a problem document; what is our own fault is logged here and nowhere else. */
final class Failures implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public void handle(RoutingContext context) {
        Throwable failure = context.failure();
        if (isGone(failure) || context.response().closed()) {
            // Whoever asked is gone, and nobody is left to be answered.
            return;
        }
        Problem problem = failure == null ? ofStatus(context.statusCode()) : ofFailure(failure);
        if (problem.status() == 500) {
            LOG.error(
                    "request failed method={} path={}", context.request().method(), context.normalizedPath(), failure);
        } else if (problem.status() == 503) {
            LOG.warn("request failed path={} why=\"{}\"", context.normalizedPath(), messageOf(failure));
        }
        send(context, problem);
    }

    /** Whether what failed is the connection: it was closed, or broke while something was written. */
    private static boolean isGone(@Nullable Throwable failure) {
        return failure instanceof ClosedChannelException
                || failure instanceof SocketException
                || failure instanceof Errors.NativeIoException;
    }

    static void send(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            // Half an answer is out: the broken connection is the message.
            var unused = context.request().connection().close();
            return;
        }
        if (!problem.retryAfter().isZero()) {
            response.putHeader(
                    "Retry-After",
                    Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
        }
        var unused = response.setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(problem.toJson().encode());
    }

    private static Problem ofFailure(Throwable failure) {
        return switch (failure) {
            case Problem problem -> problem;
            case NoSuchAlert e -> new Problem(404, sentence(e));
            case NotAllowed e -> new Problem(403, sentence(e));
            case IllegalMove e -> new Problem(409, sentence(e));
            case UserRefused e -> new Problem(statusOf(e), sentence(e));
            case UnknownWorker e -> new Problem(400, sentence(e));
            case WorkerTaken e -> new Problem(409, "This worker is another user already; change that one.");
            case RosterRefused e -> new Problem(e.isUnknown() ? 404 : 409, sentence(e));
            case BandRefused e -> new Problem(e.isUnknown() ? 404 : 409, sentence(e));
            case SettlementRefused e -> new Problem(409, sentence(e));
            case CodeTaken e -> new Problem(409, sentence(e));
            case ImportRefused e ->
                new Problem(400, "Nothing was written: some cells cannot be taken.").with("bad", ImportsApi.cells(e));
            case LadderRefused e -> new Problem(400, sentence(e));
            case LadderChanged e -> new Problem(409, sentence(e));
            case ValidatorException e -> new Problem(400, messageOf(e) + " See /api/openapi.yaml.");
            case DecodeException e -> new Problem(400, "The body is not JSON: " + messageOf(e));
            case HttpException e when e.getCause() instanceof ValidatorException cause -> ofFailure(cause);
            case HttpException e -> ofStatus(e.getStatusCode());
            case JdbiException e ->
                new Problem(
                        503, "The database does not answer. Nothing was changed; try again.", Duration.ofSeconds(2));
            default -> ofStatus(500);
        };
    }

    private static int statusOf(UserRefused refused) {
        return switch (refused.why()) {
            case WRONG -> 400;
            case FORBIDDEN -> 403;
            case UNKNOWN -> 404;
            case CONFLICT -> 409;
        };
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> new Problem(400, "The request cannot be read. See /api/openapi.yaml.");
            case 404 -> new Problem(404, "There is nothing at this address. See /api/openapi.yaml.");
            case 405 -> new Problem(405, "This address knows other methods. See /api/openapi.yaml.");
            case 413 ->
                new Problem(413, "The body is larger than the 64 KiB, or for a file 8 MiB, that this address takes.");
            case 414 -> new Problem(414, "The address is too long.");
            case 415 -> new Problem(415, "Send the body as application/json.");
            case 500, -1 -> new Problem(500, "This is our fault; the log says more. Trying again may help.");
            default -> new Problem(status, "The request cannot be answered. See /api/openapi.yaml.");
        };
    }

    /** The message of a refused move, as a sentence. */
    private static String sentence(RuntimeException e) {
        String message = messageOf(e);
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    private static String messageOf(@Nullable Throwable e) {
        return e == null || e.getMessage() == null ? "unknown" : e.getMessage();
    }
}
