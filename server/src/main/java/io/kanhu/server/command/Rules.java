package io.kanhu.server.command;

import io.kanhu.server.trial.RulesOnRecording;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kanhu rules try FILE…}. */
@Command(name = "rules", description = "Tries the rules on recordings.", mixinStandardHelpOptions = true)
final class Rules {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "try",
            description =
                    "Prints what the rules would have made of a recording (CSV, or CSV in gzip): each alarm with its"
                            + " reason, and how many that is a day. Needs no server and no database.",
            mixinStandardHelpOptions = true)
    int tryOn(
            @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
            @Option(
                            names = "--threshold-compare",
                            description = "count what plain thresholds of 120/50 and 100/60 would have made of it, too")
                    boolean compared,
            @Option(names = "--age", paramLabel = "YEARS", description = "of the recorded (default: unknown)") @Nullable
                    Integer age,
            @Option(
                            names = "--zone",
                            paramLabel = "ZONE",
                            description = "where it was recorded (default: this machine's)")
                    @Nullable
                    ZoneId zone) {
        for (Path file : files) {
            new RulesOnRecording(
                            file,
                            zone == null ? ZoneId.systemDefault() : zone,
                            age,
                            spec.commandLine().getOut()::println)
                    .run(compared);
        }
        return 0;
    }
}
