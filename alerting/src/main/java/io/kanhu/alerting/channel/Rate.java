package io.kanhu.alerting.channel;

import java.time.Duration;

/** So many messages within any stretch of time this long. */
public record Rate(int messages, Duration per) {
    public Rate {
        if (messages < 1 || !per.isPositive()) {
            throw new IllegalArgumentException("at least one message in some time, not " + messages + " in " + per);
        }
    }

    public static Rate perSecond(int messages) {
        return new Rate(messages, Duration.ofSeconds(1));
    }

    public static Rate perMinute(int messages) {
        return new Rate(messages, Duration.ofMinutes(1));
    }

    /** How many are kept back for calls for help. */
    int reserve() {
        return messages / 4;
    }
}
