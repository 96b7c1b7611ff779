package io.kanhu.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * A migrated PostgreSQL or TimescaleDB and the pool to reach it. Connections come with the time zone UTC and
 * {@code synchronous_commit} on, whatever the server's default, because an acknowledgement rests on the commit.
 */
public final class Database implements AutoCloseable {
    private static final Duration PATIENCE_OF_A_PROBE = Duration.ofSeconds(2);

    /**
     * A machine that is gone says no farewell, and what its transactions had locked would stay locked for two hours, alerts that
     * nobody else may take among it. So PostgreSQL asks after its clients, and gives up on one within five seconds.
     */
    private static final String DEAD_CLIENTS =
            "SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 5000";

    /** The question after a call's people is estimated dear and takes 2 ms; a server that can would compile it first, each time, for 100. */
    private static final String NO_COMPILING = "SET jit = off; ";

    /**
     * A process of PostgreSQL that is new to a table's pages in the shared memory meets each for the first time, seconds of a processor with
     * gigabytes of it. The pool's usual half an hour has them all do so within a few minutes, twice an hour.
     */
    private static final Duration LIFETIME = Duration.ofHours(12);

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Target target;
    private final List<HikariDataSource> apart = new CopyOnWriteArrayList<>();

    private Database(HikariDataSource pool, Target target) {
        this.pool = pool;
        this.target = target;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Connects, migrates and returns.
     *
     * @param poolSize most connections at once, beside those of {@link #apart}
     * @param patience how long to wait for a server that does not answer yet
     * @throws DatabaseUnavailable if it cannot be reached or migrated
     */
    public static Database open(Target target, int poolSize, Duration patience) {
        HikariDataSource pool = connect(poolOf("kanhu", target, poolSize, patience), target);
        try {
            Migrations.run(pool);
        } catch (RuntimeException e) {
            pool.close();
            throw new DatabaseUnavailable("cannot migrate the database " + target + ": " + rootOf(e), e);
        }
        return new Database(pool, target);
    }

    private static HikariDataSource connect(HikariConfig config, Target target) {
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new DatabaseUnavailable(
                    "cannot open the database " + target + ": " + rootOf(e)
                            + ". Is it running, is the URL right, may this user log in?",
                    e);
        }
    }

    private static HikariConfig poolOf(String name, Target target, int poolSize, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(target.url());
        config.setUsername(target.user());
        config.setPassword(target.password());
        config.setMaximumPoolSize(poolSize);
        // Connections that are there need no new file descriptor at a time when bands take them all.
        config.setMinimumIdle(Math.min(10, poolSize));
        config.setMaxLifetime(LIFETIME.toMillis());
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.setInitializationFailTimeout(Math.max(1, patience.toMillis()));
        config.setConnectionInitSql("SET TIME ZONE 'UTC'; SET synchronous_commit = on; " + NO_COMPILING + DEAD_CLIENTS);
        config.addDataSourceProperty("ApplicationName", "kanhu");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("prepareThreshold", "3");
        return config;
    }

    /** The pool's own SQL front; thread-safe. */
    public Jdbi jdbi() {
        return jdbi;
    }

    public DataSource dataSource() {
        return pool;
    }

    /**
     * Connections that nobody else takes, for those who write all day: they wait for no reader, and the processes of PostgreSQL at the other
     * end know the pages that they write to. Closed with this.
     *
     * @param connections as many as there are threads that use it
     * @throws DatabaseUnavailable if it cannot be reached
     */
    public DataSource apart(String name, int connections) {
        return openApart(poolOf("kanhu-" + name, target, connections, PATIENCE_OF_A_PROBE));
    }

    /**
     * One connection apart for whoever has seldom something to write and must not wait then. PostgreSQL plans what it is asked anew the first
     * seven times on each connection, for a call for help longer than it takes to write it; here it plans each statement once, whatever
     * the values, so these must not decide the plan. Closed with this.
     *
     * @throws DatabaseUnavailable if it cannot be reached
     */
    public DataSource prepared(String name) {
        HikariConfig config = poolOf("kanhu-" + name, target, 1, PATIENCE_OF_A_PROBE);
        config.addDataSourceProperty("prepareThreshold", "1");
        config.setConnectionInitSql(config.getConnectionInitSql() + "; SET plan_cache_mode = force_generic_plan");
        return openApart(config);
    }

    private DataSource openApart(HikariConfig config) {
        HikariDataSource own = connect(config, target);
        apart.add(own);
        return own;
    }

    /** How many threads wait for a connection, of all pools. Never blocks. */
    public int waiting() {
        return Stream.concat(Stream.of(pool), apart.stream())
                .mapToInt(each -> each.getHikariPoolMXBean().getThreadsAwaitingConnection())
                .sum();
    }

    public Target target() {
        return target;
    }

    /**
     * Says why the database does not answer, or nothing if it does. Blocks up to two seconds: the pool itself waits longer, and
     * whoever asks for health does not.
     */
    public Optional<String> problem() {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> answer.complete(probe()));
        return answer.completeOnTimeout(
                        Optional.of("no connection to the database within " + PATIENCE_OF_A_PROBE.toSeconds() + " s"),
                        PATIENCE_OF_A_PROBE.toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private Optional<String> probe() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(2) ? Optional.empty() : Optional.of("the database does not answer");
        } catch (SQLException e) {
            return Optional.of("no connection to the database: " + rootOf(e));
        }
    }

    @Override
    public void close() {
        apart.forEach(HikariDataSource::close);
        pool.close();
    }

    private static String rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message.strip();
    }
}
