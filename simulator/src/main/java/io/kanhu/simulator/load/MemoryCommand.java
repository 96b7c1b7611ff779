package io.kanhu.simulator.load;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code simulate load memory}: what a connection costs that says nothing. */
@Command(
        name = "memory",
        description = "Measures the server's memory with few and with all bands connected and idle.",
        mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {
    private static final int AT_ONCE = 500;
    private static final int FEW = 1_000;
    private static final Duration SETTLE = Duration.ofSeconds(5);

    @Mixin
    private final TownOptions options = new TownOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Town town = options.town();
        List<Credentials> members = town.keys().bands();
        Long serverPid = options.serverPid();
        if (serverPid == null) {
            throw new CannotRun("say which process is the server, with --server-pid");
        }
        if (members.size() < 2 * FEW) {
            throw new CannotRun("the town has " + members.size() + " bands; start it with --bands 18000");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        ProcessMeter server = new ProcessMeter("server", serverPid);
        Heap heap = new Heap(serverPid);
        try (Load few = new Load(town.options(Mix.CITY, 1, 1, ""), members.subList(0, FEW));
                Load rest = new Load(town.options(Mix.CITY, 1, 1, ""), members.subList(FEW, members.size()))) {
            few.connect(AT_ONCE);
            double before = settled(server, heap);
            rest.connect(AT_ONCE);
            double after = settled(server, heap);
            out.printf(
                    Locale.ROOT,
                    "server: %.0f MiB with %,d idle connections, %.0f MiB with %,d: %.1f KiB a connection%n",
                    before,
                    FEW,
                    after,
                    members.size(),
                    (after - before) * 1024 / (members.size() - FEW));
            out.flush();
        }
        return 0;
    }

    /** Memory after what is garbage has been given up. */
    private static double settled(ProcessMeter server, Heap heap) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            Thread.sleep(SETTLE);
            heap.collect();
        }
        Thread.sleep(SETTLE);
        return server.mebibytes();
    }
}
