package io.kanhu.simulator.load;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a run through a broker has shown, and who was the limit.
 *
 * @param rawLimit messages a second that the broker passes on by itself; 0 if that was not measured
 */
record BrokerReport(
        double offered, double rawLimit, LoadFigures figures, Commits commits, CountedTime.Counted counted) {
    private static final double NEARLY = 0.98;
    private static final double BUSY = 0.9;
    /** Of what the broker can do by itself, where it has the machine for itself, too. */
    private static final double MOST_OF_IT = 0.75;

    List<String> lines() {
        return Stream.of(
                        List.of(
                                String.format(
                                        Locale.ROOT,
                                        "acknowledged by the broker %,.0f messages/s, committed %,.0f messages/s",
                                        counted.perSecond(figures.counted()),
                                        committed()),
                                "due to the broker's PUBACK    " + LoadCommand.quantiles(figures.micros()),
                                "sent to arrival at Kanhu      " + LoadCommand.quantiles(commits.arrival()),
                                "sent to commit                " + LoadCommand.quantiles(commits.commit())),
                        Meters.describe(counted.usages()),
                        List.of("limit: " + limit(Runtime.getRuntime().availableProcessors())))
                .flatMap(List::stream)
                .toList();
    }

    /** In words; {@code cores} is what the machine has. */
    String limit(int cores) {
        if (committed() >= NEARLY * offered) {
            return "none met, everything was stored as fast as it was sent";
        }
        if (committed() >= MOST_OF_IT * rawLimit && rawLimit > 0) {
            return String.format(
                    Locale.ROOT,
                    "the broker, which passes on %,.0f messages/s where nobody stores them: this run is %.2f of that",
                    rawLimit,
                    committed() / rawLimit);
        }
        double broker = counted.usages().stream()
                .filter(usage -> usage.name().equals("broker"))
                .mapToDouble(Meters.Usage::cores)
                .sum();
        if (broker >= BUSY) {
            return String.format(Locale.ROOT, "the broker, whose one thread is busy (%.2f cores)", broker);
        }
        double all = counted.usages().stream().mapToDouble(Meters.Usage::cores).sum();
        if (all >= BUSY * cores) {
            String most = counted.usages().stream()
                    .max(Comparator.comparingDouble(Meters.Usage::cores))
                    .map(Meters.Usage::name)
                    .orElse("?");
            return String.format(
                    Locale.ROOT, "the machine, %.2f of its %d cores are busy, most of all the %s", all, cores, most);
        }
        return String.format(
                Locale.ROOT,
                "no processor (%.2f of %d cores, broker %.2f): Kanhu waits for the disk or for its own links",
                all,
                cores,
                broker);
    }

    private double committed() {
        return counted.perSecond(commits.committed());
    }
}
