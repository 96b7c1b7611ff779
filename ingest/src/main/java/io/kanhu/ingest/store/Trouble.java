package io.kanhu.ingest.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why a batch could not be written, as far as it matters for what becomes of it. */
public enum Trouble {
    /** The database cannot store just now, or needs an operator. Then the same messages go in. */
    AWAY,
    /** The database will never have this message. */
    OF_THE_MESSAGE,
    /** Kanhu is at fault, and trying again would change nothing. */
    OURS;

    /** SQLSTATE classes. Source: PostgreSQL documentation, appendix A; 99 is the driver's own. */
    private static final Set<String> DATA = Set.of("22", "23");

    private static final Set<String> PASSING =
            Set.of("08", "0A", "25", "26", "28", "3D", "3F", "40", "53", "55", "57", "58", "72", "99", "F0", "XX");

    /** No privilege, no such table, no such column: the schema is not the one this server is made for, until somebody sees to it. */
    private static final Set<String> OF_THE_SCHEMA = Set.of("42501", "42P01", "42703");

    /** What it is; of several causes the first that the database names decides. */
    public static Trouble of(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return of(sql, sql.getSQLState());
            }
        }
        return OURS;
    }

    private static Trouble of(SQLException failure, @Nullable String state) {
        if (state == null || state.length() < 2) {
            // A pool that is exhausted, closed or interrupted does not always give a state.
            boolean permanent = failure instanceof SQLNonTransientException
                    && !(failure instanceof SQLNonTransientConnectionException);
            return permanent ? OURS : AWAY;
        }
        String category = state.substring(0, 2);
        if (DATA.contains(category)) {
            return OF_THE_MESSAGE;
        }
        return PASSING.contains(category) || OF_THE_SCHEMA.contains(state) ? AWAY : OURS;
    }
}
