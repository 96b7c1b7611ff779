package io.kanhu.simulator.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How much the database has written to its log. */
final class WriteAheadLog {
    private WriteAheadLog() {}

    /** Bytes since its beginning. */
    static long position(Connection database) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn");
                ResultSet result = query.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }
}
