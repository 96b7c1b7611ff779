package io.kanhu.database.upkeep;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How the measurements are kept; decided by the first migration, once. */
enum Layout {
    /** Range partitions that Kanhu looks after. */
    PLAIN,
    /** Hypertables. */
    TIMESCALE;

    static Layout of(Handle handle) {
        boolean partitioned = handle.createQuery(
                        "SELECT EXISTS (SELECT FROM pg_partitioned_table WHERE partrelid = to_regclass('vital_sign'))")
                .mapTo(boolean.class)
                .one();
        return partitioned ? PLAIN : TIMESCALE;
    }

    static Layout of(Jdbi jdbi) {
        return jdbi.withHandle(Layout::of);
    }
}
