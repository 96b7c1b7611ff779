package io.kanhu.server.command;

import io.kanhu.database.DatabaseUnavailable;
import io.kanhu.ingest.SourceUnavailable;
import io.kanhu.registry.csv.ImportRefused;
import io.kanhu.server.StartRefused;
import io.kanhu.server.config.BadSetting;
import io.kanhu.server.http.PortUnavailable;
import io.kanhu.server.session.UnknownWorker;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
        name = "kanhu",
        description = "The backend of a city's wristbands.",
        mixinStandardHelpOptions = true,
        subcommands = {Serve.class, DemoTownCommand.class, Import.class, Bands.class, People.class})
public final class Kanhu {
    private Kanhu() {}

    /** Ends with 0, with 1 and one line that says what is wrong, or with 2 and the usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Kanhu()).setExecutionExceptionHandler(Kanhu::explain);
    }

    private static int explain(Exception error, CommandLine command, CommandLine.ParseResult ignored) throws Exception {
        return switch (error) {
            case BadSetting e -> say(command, e);
            case StartRefused e -> say(command, e);
            case DatabaseUnavailable e -> say(command, e);
            case PortUnavailable e -> say(command, e);
            case SourceUnavailable e -> say(command, e);
            case ImportRefused e -> say(command, e);
            case UnknownWorker e -> say(command, e);
            default -> throw error;
        };
    }

    private static int say(CommandLine command, Exception error) {
        command.getErr().println("kanhu: " + error.getMessage());
        return 1;
    }
}
