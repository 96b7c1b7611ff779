package io.kanhu.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Gathers bodies in memory, none larger than 64 KiB. Where a file may be sent it is 8 MiB, of a few at a time and only from whoever has
 * a session's cookie, so that strangers cannot fill the memory.
 */
final class Bodies implements Handler<RoutingContext> {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_FILE_BYTES = 8 << 20;
    private static final int FILES_AT_A_TIME = 6;
    private static final Pattern FILES = Pattern.compile("/api/(imports/[a-z]+|places)");

    private final BodyHandler small = BodyHandler.create(false).setBodyLimit(MOST_BYTES);
    private final BodyHandler large = BodyHandler.create(false).setBodyLimit(MOST_FILE_BYTES);
    private final AtomicInteger underWay = new AtomicInteger();

    @Override
    public void handle(RoutingContext context) {
        if (!takesFile(context)) {
            small.handle(context);
        } else if (underWay.incrementAndGet() > FILES_AT_A_TIME) {
            underWay.decrementAndGet();
            context.fail(new Problem(
                    503, "Several files are being read at the moment; send yours again.", Duration.ofSeconds(5)));
        } else {
            context.addEndHandler(ended -> underWay.decrementAndGet());
            large.handle(context);
        }
    }

    private static boolean takesFile(RoutingContext context) {
        return context.request().method().equals(HttpMethod.POST)
                && FILES.matcher(context.normalizedPath()).matches()
                && Operations.tokenOf(context).isPresent();
    }
}
