package io.kanhu.database.upkeep;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction that takes a strong lock on a table that bands write to. Whoever writes waits for as long as it waits, so it gives up
 * soon, and is tried again with the next round.
 */
final class BriefLock {
    private static final Logger LOG = LoggerFactory.getLogger(BriefLock.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    /** A row for the new partition has come into the default one meanwhile. */
    private static final String CHECK_VIOLATION = "23514";

    private static final Set<String> NOT_NOW = Set.of(LOCK_NOT_AVAILABLE, CHECK_VIOLATION);

    private BriefLock() {}

    /**
     * Does the work in one transaction, or nothing of it.
     *
     * @return whether it is done
     */
    static boolean tryTo(String what, Jdbi jdbi, Consumer<Handle> work) {
        try {
            jdbi.useTransaction(handle -> {
                handle.execute("SET LOCAL lock_timeout = '500ms'");
                work.accept(handle);
            });
            return true;
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException cause && NOT_NOW.contains(cause.getSQLState())) {
                LOG.info("somebody else uses the table, trying again with the next round what=\"{}\"", what);
                return false;
            }
            throw e;
        }
    }
}
