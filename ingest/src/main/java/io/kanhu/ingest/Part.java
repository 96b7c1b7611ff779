package io.kanhu.ingest;

import java.sql.SQLException;

/**
 * One statement of several that go to the database in one way, which is one transaction: all of them hold or none. It has a question mark
 * for each value and no semicolon.
 */
public interface Part {
    /** The statement. Of a press like others it is the same text, for the database to find its plan. */
    String sql();

    /** Gives it its values, behind those of the parts before. */
    void bind(Values values) throws SQLException;
}
