package io.kanhu.ingest;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * One statement of several that go to the database in one way, which is one transaction: all of them hold or none. It has a question mark
 * for each value and no semicolon.
 */
public interface Part {
    /** The statement. Of a press like others it is the same text, for the database to find its plan. */
    String sql();

    /**
     * Gives it its values.
     *
     * @param from the first of its question marks among those of all parts
     * @return the number after its last
     */
    int bind(PreparedStatement statement, int from) throws SQLException;
}
