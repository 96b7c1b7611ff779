package io.kanhu.ingest.pipeline;

import java.sql.SQLException;

/** Tells a message that can never be stored from a database that cannot store just now. */
final class SqlTrouble {
    private SqlTrouble() {}

    /**
     * SQLSTATE classes 22 (data exception) and 23 (integrity violation) are of the row; all others (08 connection, 40
     * serialisation, 53 resources, 57 shutdown, 58 system …) pass, or need an operator, and then the row goes in. Source:
     * PostgreSQL documentation, appendix A.
     */
    static boolean isOfTheMessage(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
