package io.kanhu.alerting.outage;

import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What operators see of an outage. Thread-safe. */
final class OutageFigures {
    private final Map<Means, Counter> told = new EnumMap<>(Means.class);

    OutageFigures(MeterRegistry metrics, Supplier<Number> held, LongSupplier journalFailures, MemoryRoster roster) {
        Gauge.builder("kanhu.held.calls", held)
                .description("Calls for help that are not stored, of which people are told without the database")
                .strongReference(true)
                .register(metrics);
        FunctionCounter.builder("kanhu.held.journal.failures", journalFailures, LongSupplier::getAsLong)
                .description("Times that the journal of held calls could not be written, or not within a second")
                .register(metrics);
        Gauge.builder("kanhu.roster.age.seconds", roster, OutageFigures::ageSeconds)
                .description("Age of what is remembered of duties, ladders and wearers; NaN before it was first read")
                .register(metrics);
        Gauge.builder("kanhu.roster.bytes", roster, MemoryRoster::bytes)
                .description("Memory that names, addresses and telephones of wearers take")
                .register(metrics);
        for (Means by : Means.values()) {
            told.put(
                    by,
                    Counter.builder("kanhu.held.told")
                            .description("People who were called without the database")
                            .tag("channel", by.code())
                            .register(metrics));
        }
    }

    void told(Means by) {
        Counter counter = told.get(by);
        if (counter != null) {
            counter.increment();
        }
    }

    private static double ageSeconds(MemoryRoster roster) {
        return roster.age()
                .map(Duration::toMillis)
                .map(millis -> millis / 1000.0)
                .orElse(Double.NaN);
    }
}
