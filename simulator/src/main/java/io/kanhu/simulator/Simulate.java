package io.kanhu.simulator;

import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Credentials;
import io.kanhu.simulator.band.Keys;
import io.kanhu.simulator.fleet.Fleet;
import io.kanhu.simulator.fleet.FleetOptions;
import io.kanhu.simulator.load.LoadCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulator's program; without a further word it is a living fleet. */
@Command(
        name = "simulate",
        description = "Bands: a living fleet, one that calls for help, or a recording played as one.",
        mixinStandardHelpOptions = true,
        subcommands = {SosCommand.class, ReplayCommand.class, LoadCommand.class})
public final class Simulate implements Callable<Integer> {
    private static final Duration WITHOUT_END = Duration.ofDays(3650);

    @Mixin
    private final ServerAddress server = new ServerAddress();

    @Option(names = "--bands", paramLabel = "N", description = "how many of the known bands (default: all)")
    private @Nullable Integer bands;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "between two reports of a band (default: ${DEFAULT-VALUE})")
    private double everySeconds = 10;

    @Option(names = "--for", paramLabel = "SECONDS", description = "end after this time (default: Ctrl-C ends it)")
    private @Nullable Integer lengthSeconds;

    @Option(names = "--quiet", description = "no line every ten seconds")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Simulate() {}

    /** Ends with 0, with 1 and one line that says what is wrong, or with 2 and the usage; 3 if the server refused any of a replay. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The program, for whoever runs it inside another one. */
    public static CommandLine commandLine() {
        CommandLine program = new CommandLine(new Simulate());
        // A benchmark names its conditions; whoever runs it may name others after them.
        program.setOverwrittenOptionsAllowed(true);
        return program.setExecutionExceptionHandler((error, command, ignored) -> {
            switch (error) {
                case CannotRun e -> command.getErr().println("simulate: " + e.getMessage());
                case MqttException e ->
                    command.getErr()
                            .println("simulate: the server does not answer as it should: " + rootOf(e)
                                    + ". Is it running there?");
                default -> throw error;
            }
            return 1;
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!(everySeconds >= 0.01 && everySeconds <= 86_400)) {
            throw new CannotRun("--every must be between 0.01 and 86400, not " + everySeconds);
        }
        Keys keys = server.keys();
        int wanted = bands == null ? keys.bands().size() : bands;
        if (wanted < 1 || wanted > keys.bands().size()) {
            throw new CannotRun("there are secrets for " + keys.bands().size() + " bands, so --bands cannot be "
                    + wanted + "; give --bands-file, or start the demo with more");
        }
        List<Credentials> members = keys.bands().subList(0, wanted);
        FleetOptions options =
                new FleetOptions(keys.host(), keys.port(), Duration.ofMillis(Math.round(everySeconds * 1000)));
        Fleet fleet = new Fleet(options, members);
        Thread stop = new Thread(fleet::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            fleet.report(lengthSeconds == null ? WITHOUT_END : Duration.ofSeconds(lengthSeconds), line -> {
                if (!quiet) {
                    spec.commandLine().getOut().println(line);
                    spec.commandLine().getOut().flush();
                }
            });
        } finally {
            fleet.close();
        }
        return 0;
    }

    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
