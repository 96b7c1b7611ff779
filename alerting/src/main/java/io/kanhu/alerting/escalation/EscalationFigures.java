package io.kanhu.alerting.escalation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Counts how far calls for help have to climb. Thread-safe. */
public final class EscalationFigures {
    /** A ladder has no more rungs than this. */
    private static final int MOST_RUNGS = 10;

    private static final String AGAIN = "again";
    private static final String SILENT = "silent";
    private final Map<String, Counter> steps;

    public EscalationFigures(MeterRegistry metrics) {
        List<String> names = Stream.concat(
                        IntStream.range(0, MOST_RUNGS).mapToObj(Integer::toString), Stream.of(AGAIN, SILENT))
                .toList();
        this.steps = names.stream()
                .collect(Collectors.toUnmodifiableMap(
                        name -> name,
                        name -> Counter.builder("kanhu.escalations")
                                .description("Steps of ladders at which somebody was called")
                                .tag("step", name)
                                .register(metrics)));
    }

    /** Somebody was called at these rungs, for one alert. */
    void climbed(Climbed climbed) {
        climbed.calls().stream()
                .map(call -> climbed.again() ? AGAIN : Integer.toString(call.rung()))
                .distinct()
                .forEach(this::count);
    }

    /** Somebody who goes was asked how it is. */
    void silent() {
        count(SILENT);
    }

    private void count(String step) {
        Counter counter = steps.get(step);
        if (counter != null) {
            counter.increment();
        }
    }
}
