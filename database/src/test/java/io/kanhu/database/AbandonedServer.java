package io.kanhu.database;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process that starts a server, commits a row and dies as by {@code kill -9}, leaving the server to whoever comes next. */
final class AbandonedServer {
    static final String COMMITTED = "committed";

    private AbandonedServer() {}

    public static void main(String[] arguments) throws IOException {
        EmbeddedServer server = EmbeddedServer.start(Path.of(arguments[0]), TestDatabase.BINARIES);
        Database database = Database.open(server.target(), 2, Duration.ofSeconds(20));
        EmbeddedServerIT.insertArea(database.jdbi(), "A1");
        System.out.println(COMMITTED);
        Runtime.getRuntime().halt(137);
    }
}
