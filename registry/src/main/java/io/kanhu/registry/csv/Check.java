package io.kanhu.registry.csv;

import org.jdbi.v3.core.Handle;

/**
 * Finds staged rows that cannot be taken.
 *
 * @param sql selects file, line and the value to show
 */
record Check(String column, String reason, String sql) {
    /** A code that has to be known: to the registry, or to a file of the same import. */
    static Check known(Sheet sheet, String column, String table, String staged) {
        return new Check(
                column, "is not a known " + table + ", correct it or add it to " + staged + ".csv", """
                SELECT i.file, i.line, i.%2$s AS value FROM %1$s i
                WHERE i.%2$s IS NOT NULL
                  AND NOT EXISTS (SELECT FROM %3$s t WHERE t.code = i.%2$s)
                  AND NOT EXISTS (SELECT FROM incoming_%4$s s WHERE s.code = i.%2$s)
                """.formatted(
                                sheet.table(), column, table, staged));
    }

    /** Of a sheet with the columns {@code starts} and {@code ends}. */
    static Check endsAfterStarts(Sheet sheet) {
        return new Check("ends", "is not after starts, correct one of them", """
                SELECT file, line, ends AS value FROM %s WHERE ends::timestamptz <= starts::timestamptz
                """.formatted(sheet.table()));
    }

    /** The column {@code wearer} has to name one that is known, or will be by a file of the same import. */
    static Check wearer(Sheet sheet) {
        return new Check(
                "wearer", "is not a known wearer, correct it or add it to wearers.csv", """
                SELECT i.file, i.line, i.wearer AS value FROM %s i
                WHERE i.wearer IS NOT NULL
                  AND NOT EXISTS (SELECT FROM wearer w WHERE w.code = i.wearer)
                  AND NOT EXISTS (SELECT FROM incoming_wearers w WHERE w.code = i.wearer)
                  AND NOT EXISTS (SELECT FROM incoming_bands b WHERE b.wearer = i.wearer)
                """.formatted(sheet.table()));
    }

    void run(Handle handle, SourceFiles files, BadCells bad) {
        handle.createQuery(sql)
                .setFetchSize(1000)
                .map((row, context) -> {
                    bad.add(
                            files.nameOf(row.getInt("file")),
                            row.getLong("line"),
                            column,
                            row.getString("value"),
                            reason);
                    return true;
                })
                .forEach(found -> {});
    }
}
