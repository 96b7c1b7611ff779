package io.kanhu.server.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * Refuses requests of a session or an address that sends far more than pages do. One may send ten seconds' worth at once. Saying that
 * one goes, and that a call was shown, is never refused. Each server counts for itself, in memory.
 */
final class RequestLimits implements Handler<RoutingContext> {
    private static final Pattern NEVER_REFUSED =
            Pattern.compile("/api/((alerts|held-calls)/[^/]+/(acknowledge|receipt)|push/receipts/[^/]+)");
    private static final int SECONDS_AT_ONCE = 10;
    private static final int MOST_COUNTED = 100_000;

    private final int perSession;
    private final int perAddress;
    private final SessionCookie cookie;
    private final Addresses addresses;
    private final Clock clock;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** Requests in a second; 0 for any number. */
    RequestLimits(int perSession, int perAddress, SessionCookie cookie, Addresses addresses, Clock clock) {
        this.perSession = perSession;
        this.perAddress = perAddress;
        this.cookie = cookie;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** What is left, and when that was so. */
    private record Bucket(double left, Instant at) {
        Bucket filled(int rate, Instant now) {
            double more = Math.max(0, Duration.between(at, now).toNanos()) / 1e9 * rate;
            return new Bucket(Math.min(left + more, (double) rate * SECONDS_AT_ONCE), now);
        }
    }

    @Override
    public void handle(RoutingContext context) {
        if (NEVER_REFUSED.matcher(context.normalizedPath()).matches()) {
            context.next();
            return;
        }
        boolean address =
                addresses.isShared(context.request()) || take("address " + addresses.of(context.request()), perAddress);
        boolean session = cookie.tokenOf(context)
                .map(token -> take("session " + token, perSession))
                .orElse(true);
        if (address && session) {
            context.next();
        } else {
            context.fail(new Problem(
                    429, "More requests than a page sends; wait a second, and ask less often.", Duration.ofSeconds(1)));
        }
    }

    private boolean take(String whose, int rate) {
        if (rate == 0) {
            return true;
        }
        Instant now = clock.instant();
        if (buckets.size() >= MOST_COUNTED) {
            forgetOld(now);
        }
        boolean[] taken = {false};
        buckets.compute(whose, (key, before) -> {
            Bucket full = new Bucket((double) rate * SECONDS_AT_ONCE, now);
            Bucket bucket = before == null ? full : before.filled(rate, now);
            taken[0] = bucket.left() >= 1;
            return taken[0] ? new Bucket(bucket.left() - 1, now) : bucket;
        });
        return taken[0];
    }

    /** Whoever was silent for so long may send all at once again, as one who is not known. */
    private void forgetOld(Instant now) {
        Instant old = now.minusSeconds(SECONDS_AT_ONCE);
        buckets.values().removeIf(bucket -> bucket.at().isBefore(old));
        if (buckets.size() >= MOST_COUNTED) {
            buckets.clear();
        }
    }
}
