package io.kanhu.simulator.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Option;

/** How long a load runs before it is counted, and how long it is; and the counting. */
final class CountedTime {
    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "not counted (default: ${DEFAULT-VALUE})")
    private int warmUp = 15;

    @Option(names = "--seconds", paramLabel = "SECONDS", description = "counted (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    /**
     * The time that was counted.
     *
     * @param usages what each process used in it
     */
    record Counted(Instant from, Instant until, List<Meters.Usage> usages) {
        double perSecond(long messages) {
            return messages * 1e9 / Duration.between(from, until).toNanos();
        }
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }

    Duration length() {
        return Duration.ofSeconds(seconds);
    }

    /** Counts loads that have begun, after the warm-up. Blocks. */
    Counted count(Meters meters, Load... loads) throws InterruptedException {
        return countAfter(warmUp(), meters, loads);
    }

    /** The same with another time to warm up. */
    Counted countAfter(Duration warmUp, Meters meters, Load... loads) throws InterruptedException {
        Thread.sleep(warmUp);
        meters.start();
        for (Load load : loads) {
            load.count(true);
        }
        Instant from = Instant.now();
        Thread.sleep(length());
        for (Load load : loads) {
            load.count(false);
        }
        return new Counted(from, Instant.now(), meters.usages());
    }

    @Override
    public String toString() {
        return seconds + " s after " + warmUp + " s to warm up";
    }
}
