package io.kanhu.alerting.channel;

import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what becomes of messages, and says which channels there are. Thread-safe. */
public final class SendingFigures {
    private final Map<String, Counter> counters = new HashMap<>();

    /** @param available what people can be called by */
    public SendingFigures(MeterRegistry metrics, Set<Means> available) {
        Set<Means> there = Set.copyOf(available);
        for (Means by : Means.values()) {
            Gauge.builder("kanhu.channel.configured", () -> there.contains(by) ? 1 : 0)
                    .description(
                            "1 if people can be called by this; where it is 0, what ladders say of it reaches nobody")
                    .tag("channel", by.code())
                    .register(metrics);
        }
        for (Means by : List.of(Means.SMS, Means.VOICE)) {
            for (String result : List.of("sent", "retried", "failed")) {
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

    void count(Means by, String result, int times) {
        Counter counter = counters.get(by + result);
        if (counter != null && times > 0) {
            counter.increment(times);
        }
    }
}
