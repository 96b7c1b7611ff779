package io.kanhu.ingest.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Undoes a transaction that failed without hiding why it did. */
final class Rollback {
    private Rollback() {}

    static void after(Exception cause, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
