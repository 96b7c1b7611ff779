package io.kanhu.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/** What bands say they have done of what they were asked. */
final class DoneCommands {
    private DoneCommands() {}

    /** A band's word that it has done a command. */
    record Done(String band, String command, Instant at) {}

    /** The first word counts; one about a command that was never given to this band says nothing. */
    static void record(Connection connection, List<Done> done) throws SQLException {
        if (done.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("""
                UPDATE band_command SET done_at = ? WHERE id = ? AND band = ? AND done_at IS NULL
                """)) {
            // In one order, so that two writers never wait for each other in a circle.
            for (Done one :
                    done.stream().sorted(Comparator.comparing(Done::command)).toList()) {
                statement.setObject(1, one.at().atOffset(ZoneOffset.UTC));
                statement.setString(2, one.command());
                statement.setString(3, one.band());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
