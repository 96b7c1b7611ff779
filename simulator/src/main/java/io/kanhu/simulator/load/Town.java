package io.kanhu.simulator.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.simulator.band.CannotRun;
import io.kanhu.simulator.band.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A running demo town, and where its database is.
 *
 * @param postmaster process id of its embedded database, {@code null} if it has another
 */
record Town(
        Keys keys,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPassword,
        @Nullable Long postmaster) {

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "town at " + keys.host() + ":" + keys.port();
    }

    /** A load on this town's server. */
    LoadOptions options(Mix mix, double perSecond, int window, String clientIdSuffix) {
        return new LoadOptions(keys.host(), keys.port(), perSecond, window, mix, clientIdSuffix);
    }

    /** A new connection to its database. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, jdbcUser, jdbcPassword);
    }

    static Town in(Path data) {
        Path demo = data.resolve("demo.json");
        try {
            JsonNode jdbc = new ObjectMapper().readTree(Files.readString(demo)).path("jdbc");
            Path pid = data.resolve("postgres/postmaster.pid");
            Long postmaster = Files.exists(pid)
                    ? Long.valueOf(Files.readAllLines(pid).getFirst().strip())
                    : null;
            return new Town(
                    Keys.ofDemo(demo),
                    jdbc.path("url").asText(),
                    jdbc.path("user").asText(),
                    jdbc.path("password").asText(),
                    postmaster);
        } catch (IOException e) {
            throw new CannotRun("cannot read " + demo + ": " + e.getMessage() + "; start ./kanhu demo first");
        }
    }
}
