package io.kanhu.database;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** A PostgreSQL that nobody starts again but the test: a database elsewhere, as a server sees it. Durable. */
public final class StoppablePostgres implements AutoCloseable {
    private final Path directory;
    private final String program;
    private final int port;
    private final Target target;
    private @Nullable Process postmaster;

    private StoppablePostgres(Path directory) throws IOException {
        this.directory = directory;
        // The embedded server makes the cluster and its password.
        EmbeddedServer maker = EmbeddedServer.start(directory, TestDatabase.BINARIES);
        program = EmbeddedServer.postmasterOf(directory)
                .orElseThrow()
                .info()
                .command()
                .orElseThrow();
        maker.close();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Target made = maker.target();
        target = new Target("jdbc:postgresql://127.0.0.1:" + port + "/postgres", made.user(), made.password());
    }

    /** Makes a cluster in this directory and starts it. */
    public static StoppablePostgres startIn(Path directory) throws IOException {
        StoppablePostgres made = new StoppablePostgres(directory);
        made.start();
        return made;
    }

    public Target target() {
        return target;
    }

    /** Starts it on its port and returns when it answers. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>();
        if (ProcessHandle.current().info().user().orElse("").equals("root")) {
            // PostgreSQL does not run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program, "-D", directory.resolve("postgres").toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "max_connections=64",
                "max_wal_size=4GB")) {
            command.addAll(List.of("-c", setting));
        }
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("postgres.log").toFile()))
                .start();
        postmaster = started;
        await().atMost(Duration.ofSeconds(60))
                .ignoreException(PSQLException.class)
                .until(() -> {
                    if (!started.isAlive()) {
                        throw new IllegalStateException("PostgreSQL has ended; its words are in " + directory);
                    }
                    DriverManager.getConnection(target.url(), target.user(), target.password())
                            .close();
                    return true;
                });
    }

    /** Stops it as an operator does who cannot wait: whoever is connected is thrown out. Does nothing if it is stopped. */
    public void stop() throws IOException {
        Process running = postmaster;
        if (running == null) {
            return;
        }
        postmaster = null;
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(running.pid()))
                    .start()
                    .waitFor();
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
