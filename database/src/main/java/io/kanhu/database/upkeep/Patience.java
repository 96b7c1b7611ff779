package io.kanhu.database.upkeep;

import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.UnableToProduceResultException;

/** A roll-up of a large city's hour takes longer than the pool lets a statement be silent. */
final class Patience {
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);

    private Patience() {}

    /** For as long as the pool's connection is in this hand; the pool sets it back. */
    static void on(Handle handle) {
        try {
            handle.getConnection().setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST_STATEMENT.toMillis()));
        } catch (SQLException e) {
            throw new UnableToProduceResultException(e);
        }
    }
}
