package io.kanhu.alerting.channel;

import io.kanhu.alerting.ladder.Means;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel works, as far as this server's tries tell. It fails when several tries in a row have, and works again with the
 * first that succeeds; a message that the provider refuses for its own sake says neither. Thread-safe.
 */
public final class ChannelHealth {
    /** One lost answer is no news. */
    private static final int IN_A_ROW = 3;

    private final Means by;
    private final String provider;
    private final Clock clock;
    private int failures;
    private @Nullable Instant firstFailure;
    private @Nullable Instant lastFailure;
    private @Nullable Instant lastSuccess;
    private @Nullable String lastError;

    /** @param provider who sends, for operators to read */
    public ChannelHealth(Means by, String provider, Clock clock) {
        this.by = by;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * What is known.
     *
     * @param failingSince {@code null} if it does not fail
     * @param lastError why it failed last; names no address and no secret
     */
    public record State(
            Means by,
            String provider,
            @Nullable Instant failingSince,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            @Nullable String lastError) {}

    public synchronized State state() {
        return new State(by, provider, failures < IN_A_ROW ? null : firstFailure, lastSuccess, lastFailure, lastError);
    }

    /** For how long it has failed, zero if it does not. */
    public Duration failing() {
        return Optional.ofNullable(state().failingSince())
                .map(since -> Duration.between(since, clock.instant()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /** Takes note of how a try went. */
    synchronized void note(Channel.Answer answer) {
        switch (answer) {
            case Channel.Answer.Accepted(String receipt) -> {
                failures = 0;
                firstFailure = null;
                lastSuccess = clock.instant();
            }
            case Channel.Answer.Later(String why, Duration notBefore) -> failed(why);
            case Channel.Answer.TooMany(String why, Duration pause) -> failed(why);
            case Channel.Answer.Refused(String why) -> lastError = why;
        }
    }

    private void failed(String why) {
        Instant now = clock.instant();
        if (failures++ == 0) {
            firstFailure = now;
        }
        lastFailure = now;
        lastError = why;
    }
}
