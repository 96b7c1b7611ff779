package io.kanhu.simulator.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What rows of one table take on disk.
 *
 * @param rows how many they are
 * @param heap bytes of the table itself
 * @param indexes bytes of its indexes
 */
record DiskUse(String table, long rows, long heap, long indexes) {

    /** Of a table with all its partitions that hold something; of its rows it is known how many they are. */
    static DiskUse of(Connection database, String table, long rows) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("""
                SELECT sum(pg_table_size(relid)), sum(pg_indexes_size(relid)) FROM pg_partition_tree(?::regclass)
                 WHERE isleaf AND pg_relation_size(relid) > 0
                """)) {
            query.setString(1, table);
            try (ResultSet sizes = query.executeQuery()) {
                sizes.next();
                return new DiskUse(table, rows, sizes.getLong(1), sizes.getLong(2));
            }
        }
    }

    /** Of a table whose rows have to be counted. */
    static DiskUse counted(Connection database, String table) throws SQLException {
        try (PreparedStatement query = database.prepareStatement("SELECT count(*) FROM " + table);
                ResultSet count = query.executeQuery()) {
            count.next();
            return of(database, table, count.getLong(1));
        }
    }

    double bytesEach() {
        return rows == 0 ? 0 : (double) (heap + indexes) / rows;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-13s %,13d rows, %5.1f bytes each in the table and %5.1f in its key: %5.1f",
                table,
                rows,
                rows == 0 ? 0.0 : (double) heap / rows,
                rows == 0 ? 0.0 : (double) indexes / rows,
                bytesEach());
    }
}
