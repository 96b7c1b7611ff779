package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import io.kanhu.simulator.band.Keys;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code simulate load}: what {@code kanhu bench ingest} runs against a town of its own. */
@Command(
        name = "load",
        description =
                "Loads a demo town as a city would, measures, and holds what was acknowledged against what is stored.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ReconnectCommand.class,
            MemoryCommand.class,
            GrowthCommand.class,
            BrokerCommand.class,
            BareBrokerCommand.class,
            StorageCommand.class,
            RowsCommand.class
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int SOMETHING_LOST = 3;
    /** Beside 18,000 others: a process may have 20,000 files open on many machines. */
    private static final int MOST_CALLERS = 1_500;

    @Mixin
    private final TownOptions options = new TownOptions();

    @Mixin
    private final CountedTime time = new CountedTime();

    @Option(names = "--connections", paramLabel = "N", description = "bands (default: all in demo.json)")
    private @Nullable Integer connections;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second of all bands; 0 (the default) as fast as they are acknowledged")
    private double rate;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "unacknowledged messages of a band (default: ${DEFAULT-VALUE})")
    private int window = 1;

    @Option(names = "--mix", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Mix mix = Mix.CITY;

    @Option(names = "--sos-rate", paramLabel = "N", description = "calls for help a second beside it")
    private double sosRate;

    @Option(names = "--raw", description = "also measure what the database takes without Kanhu")
    private boolean raw;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, SQLException, IOException {
        Town town = options.town();
        Keys keys = town.keys();
        int wanted = connections == null ? keys.bands().size() : connections;
        if (wanted < 1 || wanted > keys.bands().size()) {
            throw new CannotRun("the town has " + keys.bands().size() + " bands, so --connections cannot be " + wanted
                    + "; start the demo with --bands " + wanted);
        }
        if (window < 1 || window > 200) {
            throw new CannotRun("--window must be between 1 and 200, not " + window);
        }
        PrintWriter out = spec.commandLine().getOut();
        // A database that cannot be reached is known before the load, not after it.
        town.connect().close();
        return run(out, town, keys.bands().subList(0, wanted));
    }

    private int run(PrintWriter out, Town town, List<Credentials> members)
            throws InterruptedException, SQLException, IOException {
        out.println(Machine.describe());
        out.printf(
                Locale.ROOT,
                "conditions: %,d connections, mix %s, %s, window %d, %s%n",
                members.size(),
                mix,
                rate == 0 ? "as fast as acknowledged" : "%,.0f messages/s when due".formatted(rate),
                window,
                time);
        try (Load load = new Load(town.options(mix, rate, window, ""), members);
                Load sos = new Load(town.options(Mix.SOS, Math.max(sosRate, 1), 200, "-sos"), callers(members))) {
            out.printf(
                    Locale.ROOT, "connected in %.1f s%n", load.connect(AT_ONCE).toMillis() / 1000.0);
            if (sosRate > 0) {
                sos.connect(AT_ONCE);
                sos.begin();
            }
            double sustained = measure(out, town, load, sos);
            sos.drain();
            long unanswered = load.drain();
            try (Connection database = town.connect()) {
                Stored stored = Stored.count(database, mix, load.bands());
                print(out, stored, unanswered, load.figures());
                if (raw) {
                    compare(out, sustained, new RawLimit(database));
                }
                out.flush();
                return stored.lost() + stored.duplicated() == 0 ? 0 : SOMETHING_LOST;
            }
        }
    }

    /** Messages a second that were acknowledged in the counted time. */
    private double measure(PrintWriter out, Town town, Load load, Load sos) throws InterruptedException {
        load.begin();
        CountedTime.Counted counted = time.count(options.meters(town), load, sos);
        double sustained = counted.perSecond(load.figures().counted());
        out.printf(
                Locale.ROOT,
                "sustained %,.0f messages/s (%,d messages)%n",
                sustained,
                load.figures().counted());
        out.println("due to PUBACK    " + quantiles(load.figures().micros()));
        if (sosRate > 0) {
            out.println("SOS to PUBACK    " + quantiles(sos.figures().micros()) + "   ("
                    + sos.figures().counted() + " presses; committed and dispatched)");
        }
        Meters.describe(counted.usages()).forEach(out::println);
        return sustained;
    }

    private static void print(PrintWriter out, Stored stored, long unanswered, LoadFigures figures) {
        out.printf(
                Locale.ROOT,
                "stored %,d rows; lost %d, duplicated %d, not acknowledged %d, out of order %d, connections lost %d%n",
                stored.rows(),
                stored.lost(),
                stored.duplicated(),
                unanswered,
                figures.outOfOrder(),
                figures.lostConnections());
    }

    private static void compare(PrintWriter out, double sustained, RawLimit limit) throws SQLException, IOException {
        double unnest = limit.unnest();
        double copy = limit.copy();
        out.printf(
                Locale.ROOT,
                "raw limit: unnest %,.0f rows/s (this run is %.2f of it), COPY %,.0f rows/s (%.2f)%n",
                unnest,
                sustained / unnest,
                copy,
                sustained / copy);
    }

    /** Whoever presses SOS beside the load: enough that each press opens a case, for a second one of somebody only adds to it. */
    private List<Credentials> callers(List<Credentials> members) {
        double seconds = time.warmUp().plus(time.length()).toMillis() / 1000.0;
        double needed = Math.min(MOST_CALLERS, Math.ceil(Math.max(sosRate, 1) * seconds));
        return members.subList(0, Math.min(members.size(), (int) needed));
    }

    static String quantiles(Histogram micros) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms  p90 %.1f ms  p99 %.1f ms  p99.9 %.1f ms  max %.1f ms",
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(90) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0,
                micros.getValueAtPercentile(99.9) / 1000.0,
                micros.getMaxValue() / 1000.0);
    }
}
