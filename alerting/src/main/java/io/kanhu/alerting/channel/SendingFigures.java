package io.kanhu.alerting.channel;

import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what becomes of messages, and says which channels there are and whether they work. Thread-safe. */
public final class SendingFigures {
    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<Means, ChannelHealth> healths = new ConcurrentHashMap<>();

    /** @param available what people can be called by */
    public SendingFigures(MeterRegistry metrics, Set<Means> available) {
        Set<Means> there = Set.copyOf(available);
        for (Means by : Means.values()) {
            Gauge.builder("kanhu.channel.configured", () -> there.contains(by) ? 1 : 0)
                    .description(
                            "1 if people can be called by this; where it is 0, what ladders say of it reaches nobody")
                    .tag("channel", by.code())
                    .register(metrics);
            if (by != Means.APP) {
                Gauge.builder("kanhu.channel.failing.seconds", () -> failing(by))
                        .description("For how long every try by this channel has failed; 0 if it works or is not used")
                        .tag("channel", by.code())
                        .register(metrics);
                for (String result : List.of("sent", "retried", "failed", "delivered", "undelivered")) {
                    counters.put(
                            by + result,
                            Counter.builder("kanhu.notifications")
                                    .description("Sendings by what became of them")
                                    .tag("channel", by.code())
                                    .tag("result", result)
                                    .register(metrics));
                }
            }
        }
    }

    /** From now on this is how that channel is. */
    void watch(Means by, ChannelHealth health) {
        healths.put(by, health);
    }

    /** Counts so many messages that have come to this. */
    public void count(Means by, String result, int times) {
        Counter counter = counters.get(by + result);
        if (counter != null && times > 0) {
            counter.increment(times);
        }
    }

    private double failing(Means by) {
        ChannelHealth health = healths.get(by);
        return health == null ? 0 : health.failing().toMillis() / 1e3;
    }
}
