package io.kanhu.server.command;

import io.kanhu.alerting.kpi.Answering;
import io.kanhu.alerting.kpi.Answering.Within;
import io.kanhu.alerting.kpi.Kpis;
import io.kanhu.alerting.kpi.Miss;
import io.kanhu.alerting.kpi.TestPresses;
import io.kanhu.server.Store;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kanhu kpis}. */
@Command(
        name = "kpis",
        description =
                "Shows how fast calls for help were answered and reached, and each that waited too long with its story.",
        mixinStandardHelpOptions = true)
final class KpisCommand implements Callable<Integer> {
    private static final int MOST_GRIDS = 10;

    @Mixin
    private final DataOptions options = new DataOptions();

    @Option(
            names = "--since",
            paramLabel = "SPAN",
            converter = Span.class,
            description = "such as 24h or 30d (default: ${DEFAULT-VALUE})",
            defaultValue = "30d")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration since;

    @Option(names = "--limit", paramLabel = "N", description = "newest misses to show (default: ${DEFAULT-VALUE})")
    private int limit = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant from = Clock.systemUTC().instant().minus(since);
        try (Store.Work work = options.open()) {
            Kpis kpis = new Kpis(work.database().jdbi());
            PrintWriter out = spec.commandLine().getOut();
            List<Answering> parts = kpis.answering(from);
            if (parts.isEmpty()) {
                out.println("nobody called for help since " + from.truncatedTo(ChronoUnit.SECONDS));
            } else {
                print(out, parts, from);
                printMisses(out, kpis, from);
            }
            printDue(out, new TestPresses(work.database().jdbi(), Clock.systemUTC()));
            out.flush();
        }
        return 0;
    }

    private static void print(PrintWriter out, List<Answering> parts, Instant from) {
        out.println("emergencies since " + from.truncatedTo(ChronoUnit.SECONDS)
                + "; shares of those that could be answered");
        Answering first = parts.getFirst();
        out.printf(
                "%-6s %6s %5s %5s  %-30s %-39s %s%n",
                "",
                "cases",
                "tests",
                "false",
                "answered within " + targets(first.answered()) + " s",
                "reached within " + targets(first.reached()) + " min",
                "median answer");
        for (Answering part : parts) {
            out.printf(
                    Locale.ROOT,
                    "%-6s %6d %5d %5d  %-30s %-39s %s%n",
                    part.part().name().toLowerCase(Locale.ROOT),
                    part.cases(),
                    part.tests(),
                    part.falseAlarms(),
                    shares(part.answered(), part.answerable()),
                    shares(part.reached(), part.arrived()),
                    seconds(part.medianSeconds()));
        }
    }

    private static String targets(List<Within> within) {
        return within.stream().map(one -> Integer.toString(one.target())).collect(Collectors.joining(" "));
    }

    private static String shares(List<Within> within, long whole) {
        return within.stream()
                .map(one -> "%8s".formatted(share(one.cases(), whole)))
                .collect(Collectors.joining(" "));
    }

    private static void printDue(PrintWriter out, TestPresses presses) {
        TestPresses.Due due = presses.due(presses.month(), TestPresses.Where.EVERYWHERE, 0);
        String grids = due.grids().stream()
                .sorted(Comparator.comparingLong(TestPresses.InGrid::due).reversed())
                .limit(MOST_GRIDS)
                .map(grid -> Objects.requireNonNullElse(grid.grid(), "no grid") + " " + grid.due())
                .collect(Collectors.joining(", "));
        out.printf(
                "%n%d wearers are due for a test press: none for %d days%s%n",
                due.count(), due.days(), grids.isEmpty() ? "" : "; most in " + grids);
    }

    private void printMisses(PrintWriter out, Kpis kpis, Instant from) {
        long missed = kpis.missed(from);
        out.printf(
                "%n%d waited too long%s%n", missed, missed > limit ? ", the newest of them:" : missed > 0 ? ":" : "");
        for (Miss miss : kpis.misses(from, Math.max(0, limit))) {
            out.printf(
                    "%nalert %d  %s  %s  %s  %s, answered after %s%n  %s%n",
                    miss.alertId(),
                    miss.receivedAt().truncatedTo(ChronoUnit.SECONDS),
                    Objects.requireNonNullElse(miss.grid(), "no grid"),
                    miss.kind(),
                    miss.miss(),
                    seconds(miss.answerSeconds()),
                    miss.story());
        }
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String seconds(@Nullable Double seconds) {
        return seconds == null ? "-" : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
