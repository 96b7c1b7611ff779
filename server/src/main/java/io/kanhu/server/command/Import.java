package io.kanhu.server.command;

import io.kanhu.registry.csv.CsvImport;
import io.kanhu.server.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kanhu import DIR}. */
@Command(
        name = "import",
        description = "Imports registry files: all of a folder, or nothing.",
        mixinStandardHelpOptions = true)
final class Import implements Callable<Integer> {
    @Mixin
    private final DataOptions options = new DataOptions();

    @Parameters(paramLabel = "DIR", description = "folder with areas.csv … maintenance.csv, those that there are")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path directory;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Store.Work work = options.open()) {
            new CsvImport(work.database().jdbi(), Clock.systemUTC())
                    .importDirectory(directory)
                    .lines()
                    .forEach(spec.commandLine().getOut()::println);
        }
        return 0;
    }
}
