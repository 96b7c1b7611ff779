package io.kanhu.database;

import io.kanhu.database.timescale.WasmTimescale;
import io.kanhu.database.upkeep.Keep;
import io.kanhu.database.upkeep.Partitions;
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
 * tests of a JVM and goes away with it. What must be tested on TimescaleDB wherever it runs asks for {@link Kind#TIMESCALE}.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    /** Where the programs of PostgreSQL are unpacked to once, for all tests. */
    public static final Path BINARIES = Path.of(System.getProperty("java.io.tmpdir"), "kanhu-test-postgres-18");

    private static @Nullable Target embedded;
    private static @Nullable Target container;
    private static @Nullable String template;

    private final Database database;
    private final Blank server;

    private TestDatabase(Blank server) {
        this.server = server;
        this.database = Database.open(server.target(), 12, Duration.ofSeconds(20));
        new Partitions(database.jdbi(), Keep.DEFAULT).prepare(LocalDate.now(ZoneOffset.UTC));
    }

    /** A copy of one that was migrated once for all: copying takes a tenth of the time. TimescaleDB's workers keep theirs from being copied. */
    private static synchronized Blank migratedIn(Target admin) {
        if (template == null) {
            Blank first = blankIn(admin);
            new TestDatabase(first).close();
            template = nameIn(first.target());
        }
        return blankIn(admin, " TEMPLATE " + template);
    }

    /** The two databases that Kanhu runs on. */
    public enum Kind {
        /** Embedded PostgreSQL. */
        PLAIN,
        /** In a container where Docker runs, in WebAssembly elsewhere: there one connection at a time has a transaction. */
        TIMESCALE
    }

    /** A new, empty, migrated database with today's partitions. */
    public static TestDatabase fresh() {
        return new TestDatabase(onContainers() ? blankIn(container()) : migratedIn(embedded()));
    }

    /** The same of one kind. */
    public static TestDatabase fresh(Kind kind) {
        return new TestDatabase(blank(kind));
    }

    /** A new database with nothing in it. */
    public static Blank blank(Kind kind) {
        if (kind == Kind.PLAIN) {
            return blankIn(embedded());
        }
        if (onContainers()) {
            return blankIn(container());
        }
        WasmTimescale server = WasmTimescale.start();
        return new Blank(server.target(), server::close);
    }

    /** Where a database is, and what ends it. */
    public record Blank(Target target, Runnable ending) implements AutoCloseable {
        @Override
        public void close() {
            ending.run();
        }
    }

    private static Blank blankIn(Target admin) {
        return blankIn(admin, "");
    }

    private static Blank blankIn(Target admin, String like) {
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        Jdbi.create(admin.url(), admin.user(), admin.password())
                .useHandle(h -> h.execute("CREATE DATABASE " + name + like));
        int slash = admin.url().lastIndexOf('/');
        Target target = new Target(admin.url().substring(0, slash + 1) + name, admin.user(), admin.password());
        return new Blank(target, () -> {});
    }

    private static String nameIn(Target target) {
        return target.url().substring(target.url().lastIndexOf('/') + 1);
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
        server.close();
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

    private static synchronized Target container() {
        if (container == null) {
            container = startContainer();
        }
        return container;
    }

    private static Target startContainer() {
        PostgreSQLContainer started = new PostgreSQLContainer(
                DockerImageName.parse("timescale/timescaledb:2.23.0-pg18").asCompatibleSubstituteFor("postgres"));
        started.start();
        return new Target(
                "jdbc:postgresql://" + started.getHost() + ":" + started.getMappedPort(5432) + "/postgres",
                started.getUsername(),
                started.getPassword());
    }

    private static synchronized Target embedded() {
        if (embedded == null) {
            embedded = startEmbedded();
        }
        return embedded;
    }

    private static Target startEmbedded() {
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
