package io.kanhu.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log-in that holds, as its owner sees it: all but the token.
 *
 * @param lastSeenAt to the minute
 * @param expiresAt at the latest; earlier if it is not used
 * @param address where the log-in came from; {@code null} for one that is older than this knowledge
 * @param browser what the program called itself
 * @param current whether it is the one that asks
 */
public record Session(
        long id,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        @Nullable String address,
        @Nullable String browser,
        boolean current) {}
