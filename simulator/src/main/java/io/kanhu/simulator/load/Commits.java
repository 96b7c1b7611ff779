package io.kanhu.simulator.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * When what was sent in a span of time arrived at the server, and when it was committed, row by row as PostgreSQL knows it.
 *
 * @param committed rows that were committed within the span, whenever they were sent
 * @param arrival from sending to arrival at the server, microseconds
 * @param commit from sending to commit, microseconds
 */
record Commits(long committed, Histogram arrival, Histogram commit) {
    private static final long LONGEST_MICROS = 600_000_000;

    /** Whether the database notes the time of each commit, without which there is nothing to read here. */
    static boolean areTimed(Connection database) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("SHOW track_commit_timestamp");
                ResultSet result = query.executeQuery()) {
            return result.next() && result.getString(1).equals("on");
        }
    }

    static Commits between(Connection database, Instant from, Instant until) throws SQLException {
        Histogram arrival = new Histogram(LONGEST_MICROS, 3);
        Histogram commit = new Histogram(LONGEST_MICROS, 3);
        read(database, "received_at - measured_at", arrival, from, until);
        read(database, "pg_xact_commit_timestamp(xmin) - measured_at", commit, from, until);
        return new Commits(countCommitted(database, from, until), arrival, commit);
    }

    /** A message is a row in one of these two: a place comes with the battery, in a transaction. */
    private static void read(Connection database, String span, Histogram into, Instant from, Instant until)
            throws SQLException {
        try (PreparedStatement query = database.prepareStatement("""
                SELECT (extract(epoch FROM span) * 10000)::int8 AS tenths, count(*)
                  FROM (SELECT %1$s AS span FROM vital_sign WHERE measured_at >= ? AND measured_at < ?
                        UNION ALL
                        SELECT %1$s FROM location_fix WHERE measured_at >= ? AND measured_at < ?) AS sent
                 WHERE span IS NOT NULL
                 GROUP BY tenths
                """.formatted(span))) {
            for (int parameter = 1; parameter <= 4; parameter++) {
                query.setTimestamp(parameter, Timestamp.from(parameter % 2 == 1 ? from : until));
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long micros = Math.clamp(rows.getLong(1) * 100, 0, LONGEST_MICROS);
                    into.recordValueWithCount(micros, rows.getLong(2));
                }
            }
        }
    }

    private static long countCommitted(Connection database, Instant from, Instant until) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("""
                SELECT count(*)
                  FROM (SELECT pg_xact_commit_timestamp(xmin) AS committed_at FROM vital_sign
                        UNION ALL
                        SELECT pg_xact_commit_timestamp(xmin) FROM location_fix) AS stored
                 WHERE committed_at >= ? AND committed_at < ?
                """)) {
            query.setTimestamp(1, Timestamp.from(from));
            query.setTimestamp(2, Timestamp.from(until));
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
