package io.kanhu.server.command;

import static org.awaitility.Awaitility.await;

import io.kanhu.database.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, to be killed. */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a command and returns at once. */
    static ServerProcess start(Path output, Map<String, String> environment, String... arguments) throws IOException {
        return start(output, System.getProperty("java.class.path"), environment, arguments);
    }

    /** The same with nothing but the libraries that the start script gives it. */
    static ServerProcess startShipped(Path output, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(output, "target/classes" + File.pathSeparator + "target/lib/*", environment, arguments);
    }

    private static ServerProcess start(
            Path output, String classpath, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dlogback.configurationFile=logback.xml",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classpath,
                "io.kanhu.server.command.Kanhu"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), output);
    }

    /** Lets a data directory use the programs of PostgreSQL that are unpacked already: unpacking takes longer than most tests. */
    static void shareBinaries(Path data) throws IOException {
        Files.createDirectories(data);
        Files.createDirectories(TestDatabase.BINARIES);
        Path binaries = data.resolve("postgres-binaries");
        if (!Files.exists(binaries)) {
            Files.createSymbolicLink(binaries, TestDatabase.BINARIES);
        }
    }

    /** Starts the demo town and waits until it is ready. */
    public static ServerProcess demo(Path data, int bands) throws IOException {
        return demo(data, bands, Map.of());
    }

    /** The same with settings and options of the JVM from the environment. */
    public static ServerProcess demo(Path data, int bands, Map<String, String> environment) throws IOException {
        Path keys = data.resolve("demo.json");
        FileTime before = Files.exists(keys) ? Files.getLastModifiedTime(keys) : FileTime.fromMillis(0);
        shareBinaries(data);
        ServerProcess server = start(
                data.resolve("output.log"),
                environment,
                "demo",
                "--data",
                data.toString(),
                "--bands",
                Integer.toString(bands),
                "--mqtt-port=0",
                "--http-port=0",
                "--metrics-port=0");
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            if (!server.process.isAlive()) {
                throw new IllegalStateException("the server has ended: " + server.output());
            }
            return Files.exists(keys) && Files.getLastModifiedTime(keys).compareTo(before) > 0;
        });
        return server;
    }

    public static JsonObject keys(Path data) throws IOException {
        return new JsonObject(Files.readString(data.resolve("demo.json")));
    }

    public long pid() {
        return process.pid();
    }

    /** What it has printed so far: its log, above all. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    /** The exit code; waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it does not end");
        }
        return process.exitValue();
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** {@code kill}, and waits for the end. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
