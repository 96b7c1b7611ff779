package io.kanhu.server.command;

import io.kanhu.registry.csv.CsvImport;
import io.kanhu.server.Store;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kanhu bands import FILE.csv}. */
@Command(name = "bands", description = "Enrols bands.", mixinStandardHelpOptions = true)
final class Bands {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "import",
            description = "Imports bands from a CSV file (band,secret,wearer): all of them, or nothing.",
            mixinStandardHelpOptions = true)
    int importFile(@Mixin DataOptions options, @Parameters(paramLabel = "FILE.csv") Path file) {
        try (Store.Work work = options.open()) {
            new CsvImport(work.database().jdbi(), Clock.systemUTC())
                    .importBands(file)
                    .lines()
                    .forEach(spec.commandLine().getOut()::println);
        }
        return 0;
    }
}
