package io.kanhu.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own in a directory: durable (fsync, synchronous commit, full page writes), reachable from
 * this machine only, with a password. A server that a killed process left behind is stopped first, and its data recovered.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration STARTUP = Duration.ofSeconds(60);
    private static final String USER = "postgres";
    /** Where in {@code postmaster.pid} the port stands, counted from 0. */
    private static final int PORT_LINE = 3;

    private final EmbeddedPostgres postgres;
    private final Target target;

    private EmbeddedServer(EmbeddedPostgres postgres, Target target) {
        this.postgres = postgres;
        this.target = target;
    }

    /**
     * Starts the server in {@code directory/postgres}; the caller holds the {@link DirectoryLock}.
     *
     * @throws DatabaseUnavailable if it does not start; the message says where its log is
     */
    public static EmbeddedServer start(Path directory) {
        return start(directory, directory.resolve("postgres-binaries"));
    }

    /** The same with the programs unpacked to, or found in, a directory that several servers may share. */
    static EmbeddedServer start(Path directory, Path binaries) {
        Path log = directory.resolve("postgres.log");
        try {
            String password = passwordIn(directory);
            Path data = directory.resolve("postgres");
            stopLeftover(data);
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(STARTUP)
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("auth-host", "scram-sha-256")
                    .setLocaleConfig("auth-local", "scram-sha-256")
                    .setLocaleConfig(
                            "pwfile", passwordFile(directory).toAbsolutePath().toString())
                    .setConnectConfig("password", password)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "64")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_wal_size", "4GB")
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("log_timezone", "UTC")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new EmbeddedServer(postgres, targetAt(postgres.getPort(), password));
        } catch (IOException | IllegalStateException e) {
            throw new DatabaseUnavailable(
                    "cannot start the embedded PostgreSQL in " + directory + ": " + e.getMessage()
                            + ". Is the disk full or not writable? Its own words are in " + log,
                    e);
        }
    }

    public Target target() {
        return target;
    }

    /** Process id of the postmaster, for operators and for tests that kill it. */
    public static Optional<ProcessHandle> postmasterOf(Path directory) throws IOException {
        return postmasterIn(directory.resolve("postgres"));
    }

    /**
     * The server that another process runs in {@code directory}, if one does.
     *
     * @throws IOException if its files cannot be read
     */
    public static Optional<Target> runningIn(Path directory) throws IOException {
        if (postmasterOf(directory).isEmpty() || !Files.exists(passwordFile(directory))) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(directory.resolve("postgres/postmaster.pid"));
        if (lines.size() <= PORT_LINE || !lines.get(PORT_LINE).strip().matches("\\d{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(targetAt(Integer.parseInt(lines.get(PORT_LINE).strip()), passwordIn(directory)));
    }

    private static Target targetAt(int port, String password) {
        return new Target("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }

    private static Path passwordFile(Path directory) {
        return directory.resolve("postgres.password");
    }

    private static String passwordIn(Path directory) throws IOException {
        Path file = passwordFile(directory);
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createDirectories(directory);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        }
        return Files.readString(file).strip();
    }

    private static Optional<ProcessHandle> postmasterIn(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        // A pid may have been given to another program since: only a postgres is ours.
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    }

    private static void stopLeftover(Path data) throws IOException {
        Optional<ProcessHandle> leftover = postmasterIn(data);
        if (leftover.isEmpty()) {
            return;
        }
        LOG.warn(
                "stopping the PostgreSQL that an earlier run left behind pid={}",
                leftover.get().pid());
        leftover.get().destroy();
        try {
            leftover.get().onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("it does not stop while somebody is connected; killing it, its log will be recovered");
            leftover.get().destroyForcibly();
            leftover.get().onExit().join();
        } catch (ExecutionException e) {
            throw new IOException("waiting for the earlier PostgreSQL failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping the earlier PostgreSQL", e);
        }
    }
}
