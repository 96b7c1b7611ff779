package io.kanhu.server;

import io.kanhu.database.Database;
import io.kanhu.database.DatabaseUnavailable;
import io.kanhu.database.DirectoryLock;
import io.kanhu.database.EmbeddedServer;
import io.kanhu.database.Target;
import io.kanhu.server.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The data directory and the database: embedded, or wherever the settings say. */
public final class Store implements AutoCloseable {
    /** A database that is being started beside us gets this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 16;

    private final Parts parts = new Parts();
    private final Database database;

    private Store(Settings settings) {
        try {
            DirectoryLock lock = lock(settings.data())
                    .orElseThrow(() -> new StartRefused("another Kanhu runs on the data directory " + settings.data()
                            + "; stop it, or choose another with --data"));
            parts.add(lock);
            Target target = external(settings)
                    .orElseGet(() ->
                            parts.add(EmbeddedServer.start(settings.data())).target());
            database = parts.add(Database.open(target, CONNECTIONS, PATIENCE));
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Opens the data directory for the one server that may have it, and its database.
     *
     * @throws StartRefused if the directory cannot be used
     * @throws DatabaseUnavailable if the database cannot
     */
    public static Store open(Settings settings) {
        return new Store(settings);
    }

    /**
     * Opens the database for a command that works beside a running server, or without one.
     *
     * @throws StartRefused if the directory cannot be used
     * @throws DatabaseUnavailable if the database cannot
     */
    public static Work openBeside(Settings settings) {
        Optional<Target> target = external(settings).or(() -> running(settings.data()));
        if (target.isPresent()) {
            Database database = Database.open(target.get(), 2, PATIENCE);
            return new Work(database, database::close);
        }
        Store store = open(settings);
        return new Work(store.database(), store::close);
    }

    /** A database, and what to close when the work is done. */
    public record Work(Database database, Runnable ending) implements AutoCloseable {
        @Override
        public void close() {
            ending.run();
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        parts.close();
    }

    private static Optional<Target> external(Settings settings) {
        Settings.Database database = settings.database();
        return database.url()
                .map(url -> new Target(url, database.user(), database.password().orElse("")));
    }

    private static Optional<DirectoryLock> lock(Path directory) {
        try {
            return DirectoryLock.take(directory);
        } catch (IOException e) {
            throw new StartRefused("cannot write to the data directory " + directory + ": " + e.getMessage()
                    + ". Is the disk full, may this user write there?");
        }
    }

    /** The embedded server of a process that has the directory; the lock tells a running one from one left behind. */
    private static Optional<Target> running(Path directory) {
        Optional<DirectoryLock> lock = lock(directory);
        try {
            if (lock.isPresent()) {
                lock.get().close();
                return Optional.empty();
            }
            Optional<Target> target = EmbeddedServer.runningIn(directory);
            if (target.isEmpty()) {
                throw new StartRefused("the Kanhu on " + directory
                        + " is just starting, or uses another database (then set KANHU_DATABASE_URL); try again");
            }
            return target;
        } catch (IOException e) {
            throw new StartRefused("cannot read the data directory " + directory + ": " + e.getMessage());
        }
    }
}
