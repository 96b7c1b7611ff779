package io.kanhu.server.command;

import io.kanhu.database.DatabaseUnavailable;
import io.kanhu.ingest.SourceUnavailable;
import io.kanhu.registry.csv.ImportRefused;
import io.kanhu.registry.place.PlacesRefused;
import io.kanhu.server.StartRefused;
import io.kanhu.server.config.BadSetting;
import io.kanhu.server.http.PortUnavailable;
import io.kanhu.server.session.UnknownWorker;
import io.kanhu.server.session.WorkerTaken;
import io.kanhu.server.trial.UnreadableRecording;
import org.jdbi.v3.core.JdbiException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
        name = "kanhu",
        description = "The backend of a city's wristbands.",
        mixinStandardHelpOptions = true,
        subcommands = {
            Serve.class,
            DemoTownCommand.class,
            Import.class,
            Bands.class,
            Areas.class,
            People.class,
            RefusalsCommand.class,
            KpisCommand.class,
            Rules.class
        })
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
            case UnreadableRecording e -> say(command, e);
            case ImportRefused e -> say(command, e);
            case PlacesRefused e -> say(command, e);
            case UnknownWorker e -> say(command, e);
            case WorkerTaken e -> say(command, e);
            case JdbiException e ->
                say(
                        command,
                        "the database does not do it: " + rootOf(e)
                                + ". Is its disk full? Nothing that was acknowledged is lost");
            default -> throw error;
        };
    }

    private static int say(CommandLine command, Exception error) {
        return say(command, String.valueOf(error.getMessage()));
    }

    private static int say(CommandLine command, String words) {
        command.getErr().println("kanhu: " + words);
        return 1;
    }

    /** The database's own words, on one line. */
    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
