package io.kanhu.server.load;

import io.kanhu.simulator.Simulate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * A load that has run against a town, with its proof.
 *
 * @param code 0 if all that was acknowledged is stored once
 * @param words what it printed
 */
public record LoadRun(int code, String words) {

    /** Runs one and blocks until it has counted. */
    public static LoadRun on(Path data, String... options) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("load"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--data", data.toString()));
        PrintWriter writer = new PrintWriter(out);
        int code = Simulate.commandLine().setOut(writer).setErr(writer).execute(arguments.toArray(String[]::new));
        return new LoadRun(code, out.toString());
    }

    /** Begins one and returns at once. */
    public static CompletableFuture<LoadRun> begin(Path data, String... options) {
        return CompletableFuture.supplyAsync(() -> on(data, options), Executors.newVirtualThreadPerTaskExecutor());
    }
}
