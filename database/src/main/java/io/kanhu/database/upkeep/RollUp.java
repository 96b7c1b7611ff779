package io.kanhu.database.upkeep;

import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/**
 * Vital signs by the hour, in the view {@code vital_sign_hourly}, which reads the same on both databases: hours that are not rolled up
 * yet are computed from the readings as it is read. Safe on several nodes at once; a crash loses nothing. Blocks, for minutes when there
 * is much to catch up with.
 */
public interface RollUp {
    /** The one for this database. */
    static RollUp of(Jdbi jdbi) {
        return Layout.of(jdbi) == Layout.PLAIN ? new RolledTable(jdbi) : new ContinuousAggregate(jdbi);
    }

    /** Rolls up the hours that have ended, and on plain PostgreSQL those of them that late reports have changed. */
    void run();

    /**
     * Whether everything before is in the roll-up, so that the readings may go; makes it so where that is quickly done.
     *
     * @param until the start of a day
     */
    boolean covers(Instant until);
}
