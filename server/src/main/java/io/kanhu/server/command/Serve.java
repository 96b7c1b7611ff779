package io.kanhu.server.command;

import io.kanhu.server.Node;
import io.kanhu.server.config.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kanhu serve}. */
@Command(name = "serve", description = "Runs the server until it is told to stop.", mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.settings();
        StopSignal.run(() -> Node.start(settings));
        return 0;
    }
}
