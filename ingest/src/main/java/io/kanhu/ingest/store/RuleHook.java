package io.kanhu.ingest.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What is done about measurements, in the transaction that stores them. Each writer calls it with batches of its own bands, so it is
 * called by several threads; it may block.
 */
public interface RuleHook {
    /** Does nothing. */
    RuleHook NONE = new RuleHook() {
        @Override
        public boolean stored(Connection connection, List<Entry> batch) {
            return false;
        }

        @Override
        public void committed() {}
    };

    /**
     * A batch is written and not committed yet. Whatever goes wrong in judging it is the hook's own affair: it throws nothing of
     * its own and leaves the connection fit to commit, because a rule must never cost a measurement.
     *
     * @return whether it has written anything that somebody waits for
     * @throws SQLException if the connection is lost, and the batch with it; it comes again
     */
    boolean stored(Connection connection, List<Entry> batch) throws SQLException;

    /** What was written for a batch is committed. Must not block nor throw. */
    void committed();
}
