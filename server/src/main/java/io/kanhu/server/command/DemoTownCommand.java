package io.kanhu.server.command;

import io.kanhu.registry.demo.DemoTown;
import io.kanhu.server.Node;
import io.kanhu.server.StartRefused;
import io.kanhu.server.config.Settings;
import io.kanhu.server.demo.Demo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kanhu demo}, its server; the start script adds the bands. */
@Command(name = "demo", description = "Runs the server with a town to try it on.", mixinStandardHelpOptions = true)
final class DemoTownCommand implements Callable<Integer> {
    private static final int MOST_BANDS = 100_000;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Option(names = "--bands", paramLabel = "N", description = "bands in the town (default: ${DEFAULT-VALUE})")
    private int bands = DemoTown.DEFAULT_BANDS;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (bands < 1 || bands > MOST_BANDS) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--bands must be between 1 and " + MOST_BANDS + ", not " + bands);
        }
        Settings settings = options.settings();
        StopSignal.run(() -> town(settings));
        return 0;
    }

    private Node town(Settings settings) {
        Node node = Node.start(settings);
        try {
            Demo.Invitation invitation = Demo.enrol(node, settings.data(), bands);
            Demo.draw(node, settings.data());
            spec.commandLine().getOut().print(words(node, invitation));
            spec.commandLine().getOut().flush();
            return node;
        } catch (IOException e) {
            node.close();
            throw new StartRefused("cannot write the demo town into " + settings.data() + ": " + e.getMessage()
                    + ". Is the disk full?");
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static String words(Node node, Demo.Invitation invitation) {
        return """

                Kanhu 看护 is ready: a town of %d bands.
                  page      http://127.0.0.1:%d   log in as %s with the password %s
                  bands     mqtt://127.0.0.1:%d
                  metrics   http://127.0.0.1:%d/metrics
                  all keys  %s
                Press SOS on a band from another terminal:  ./kanhu simulate sos demo-0001
                Ctrl-C stops it; a second start finds the data.

                """.formatted(
                        invitation.bands(),
                        node.httpPort(),
                        invitation.user(),
                        invitation.password(),
                        node.mqttPort(),
                        node.metricsPort(),
                        invitation.file());
    }
}
