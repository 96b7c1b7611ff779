package io.kanhu.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A migrated database for one test class: on TimescaleDB in a container where Docker runs, on the embedded PostgreSQL
 * everywhere else. {@code -Dkanhu.test.database=embedded} or {@code containers} decides by hand. The server is shared by all
 * tests of a JVM and goes away with it.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    /** Where the programs of PostgreSQL are unpacked to once, for all tests. */
    public static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "kanhu-test-postgres-18");

    private static @Nullable Target server;

    private final Database database;

    private TestDatabase(Database database) {
        this.database = database;
    }

    /** A new, empty, migrated database with today's partitions. */
    public static TestDatabase fresh() {
        Target admin = server();
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        Jdbi.create(admin.url(), admin.user(), admin.password()).useHandle(h -> h.execute("CREATE DATABASE " + name));
        int slash = admin.url().lastIndexOf('/');
        Target target = new Target(admin.url().substring(0, slash + 1) + name, admin.user(), admin.password());
        Database database = Database.open(target, 12, Duration.ofSeconds(20));
        new Partitions(database.jdbi()).prepare(LocalDate.now(ZoneOffset.UTC));
        return new TestDatabase(database);
    }

    public Database database() {
        return database;
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public Target target() {
        return database.target();
    }

    public String url() {
        return target().url();
    }

    @Override
    public void close() {
        database.close();
    }

    private static synchronized Target server() {
        if (server == null) {
            server = onContainers() ? container() : embedded();
        }
        return server;
    }

    private static boolean onContainers() {
        return switch (System.getProperty("kanhu.test.database", "auto")) {
            case "embedded" -> false;
            case "containers" -> true;
            default ->
                Files.exists(Path.of("/var/run/docker.sock"))
                        && DockerClientFactory.instance().isDockerAvailable();
        };
    }

    private static Target container() {
        PostgreSQLContainer container = new PostgreSQLContainer(
                DockerImageName.parse("timescale/timescaledb:2.23.0-pg18").asCompatibleSubstituteFor("postgres"));
        container.start();
        return new Target(
                "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/postgres",
                container.getUsername(),
                container.getPassword());
    }

    private static Target embedded() {
        try {
            Path directory = Files.createTempDirectory("kanhu-test-database");
            EmbeddedServer started = EmbeddedServer.start(directory, BINARIES);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(started, directory)));
            return started.target();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(EmbeddedServer server, Path directory) {
        try {
            server.close();
            try (var files = Files.walk(directory)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
