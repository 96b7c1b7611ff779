package io.kanhu.ingest.store;

import java.sql.SQLException;
import java.util.List;

/** Stores a batch in one transaction: after a return all of it is committed, after a throw none of it is. Blocks. */
@FunctionalInterface
public interface BatchWriter {
    void write(List<Entry> batch) throws SQLException;
}
