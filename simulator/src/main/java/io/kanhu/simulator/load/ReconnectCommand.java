package io.kanhu.simulator.load;

import io.kanhu.simulator.band.Credentials;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code simulate load reconnect}: the mobile network comes back, and every band with it. */
@Command(
        name = "reconnect",
        description = "Connects all bands, drops them, and lets them all come back at once while others call for help.",
        mixinStandardHelpOptions = true)
final class ReconnectCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int CALLERS = 200;
    private static final double CALLS_A_SECOND = 50;
    private static final int STORMS = 3;

    @Mixin
    private final TownOptions options = new TownOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Town town = options.town();
        List<Credentials> members = town.keys().bands();
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        out.printf(
                Locale.ROOT,
                "conditions: %,d bands, dropped and back at once, with credentials; %.0f calls for help a second meanwhile%n",
                members.size(),
                CALLS_A_SECOND);
        try (Load load = new Load(town.options(Mix.CITY, 1, 1, ""), members);
                Load sos = new Load(
                        town.options(Mix.SOS, CALLS_A_SECOND, 200, "-sos"),
                        members.subList(0, Math.min(CALLERS, members.size())))) {
            load.connect(AT_ONCE);
            sos.connect(AT_ONCE);
            sos.begin();
            for (int storm = 1; storm <= STORMS; storm++) {
                load.disconnect();
                load.figures().connecting().reset();
                Meters meters = options.meters(town);
                meters.start();
                sos.count(true);
                Duration took = load.connect(members.size());
                sos.count(false);
                out.printf(
                        Locale.ROOT,
                        "storm %d: all %,d back after %.2f s; connect to CONNACK %s%n",
                        storm,
                        members.size(),
                        took.toMillis() / 1000.0,
                        LoadCommand.quantiles(load.figures().connecting()));
                meters.lines().forEach(out::println);
                out.flush();
            }
            sos.drain();
            out.println("SOS to PUBACK during the storms "
                    + LoadCommand.quantiles(sos.figures().micros()) + "  ("
                    + sos.figures().counted() + " presses)");
            out.flush();
        }
        return 0;
    }
}
