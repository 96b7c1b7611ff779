package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate load growth}: whether anything becomes more, or slower, while a city reports for an hour. */
@Command(
        name = "growth",
        description = "Loads the town at a steady rate for long, says every few minutes what each process holds and how"
                + " fast messages are acknowledged, and holds what was acknowledged against what is stored.",
        mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int WINDOW = 8;
    private static final int SOMETHING_LOST = 3;

    @Mixin
    private final TownOptions options = new TownOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second of all bands (default: ${DEFAULT-VALUE})")
    private double rate = 20_000;

    @Option(names = "--minutes", paramLabel = "N", description = "how long (default: ${DEFAULT-VALUE})")
    private int minutes = 60;

    @Option(names = "--every", paramLabel = "MINUTES", description = "between two lines (default: ${DEFAULT-VALUE})")
    private int every = 5;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException, SQLException {
        Long serverPid = options.serverPid();
        if (serverPid == null) {
            throw new CannotRun("say which process is the server, with --server-pid");
        }
        if (every < 1 || minutes < every) {
            throw new CannotRun("--every must be at least 1 and --minutes not less than it");
        }
        Town town = options.town();
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        out.printf(
                Locale.ROOT,
                "conditions: %,d connections, mix CITY, %,.0f messages/s when due, window %d%n",
                town.keys().bands().size(),
                rate,
                WINDOW);
        try (Load load =
                new Load(town.options(Mix.CITY, rate, WINDOW, ""), town.keys().bands())) {
            load.connect(AT_ONCE);
            load.begin();
            load.count(true);
            watch(out, options.meters(town), new Heap(serverPid), load);
            long unanswered = load.drain();
            try (Connection database = town.connect()) {
                Stored stored = Stored.count(database, Mix.CITY, load.bands());
                out.printf(
                        Locale.ROOT,
                        "%s, not acknowledged %d, connections lost %d%n",
                        stored.proof(),
                        unanswered,
                        load.figures().lostConnections());
                out.flush();
                return stored.lost() + stored.duplicated() == 0 ? 0 : SOMETHING_LOST;
            }
        }
    }

    /** A line every few minutes; what the server's heap holds besides garbage after the first of them and after the last. */
    private void watch(PrintWriter out, Meters meters, Heap heap, Load load) throws InterruptedException, IOException {
        Histogram before = null;
        Instant from = Instant.now();
        for (int minute = every; minute <= minutes; minute += every) {
            meters.start();
            Thread.sleep(Duration.ofMinutes(every));
            Histogram until = load.micros();
            Instant now = Instant.now();
            double seconds = Duration.between(from, now).toNanos() / 1e9;
            out.println(line(minute, since(before, until), seconds, meters.usages()));
            before = until;
            from = now;
            if (minute == every || minute + every > minutes) {
                out.printf(Locale.ROOT, "         the server's heap without garbage: %.1f MiB%n", heap.liveMebibytes());
            }
            out.flush();
        }
    }

    private static Histogram since(@Nullable Histogram before, Histogram until) {
        Histogram since = until.copy();
        if (before != null) {
            since.subtract(before);
        }
        return since;
    }

    private static String line(int minute, Histogram micros, double seconds, List<Meters.Usage> usages) {
        return String.format(
                Locale.ROOT,
                "%4d min %,.0f messages/s  %s  %s",
                minute,
                micros.getTotalCount() / seconds,
                LoadCommand.quantiles(micros),
                usages.stream()
                        .map(usage -> String.format(
                                Locale.ROOT, "%s %.2f cores %,.0f MiB", usage.name(), usage.cores(), usage.mebibytes()))
                        .collect(Collectors.joining(", ")));
    }
}
