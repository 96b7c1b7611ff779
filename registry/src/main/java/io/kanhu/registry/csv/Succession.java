package io.kanhu.registry.csv;

import io.kanhu.registry.csv.ImportReport.Counts;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** How rows are imported that are never changed but ended, and followed by others: who set what, and until when, stays on file. */
final class Succession {
    private Succession() {}

    /**
     * Ends and begins.
     *
     * @param end ends what holds and differs from what is staged; binds {@code now}
     * @param begin begins what is staged and does not hold; binds {@code now}
     */
    static Counts merge(Handle handle, Instant now, long staged, String end, String begin) {
        long changed = execute(handle, end, now);
        long begun = execute(handle, begin, now);
        return new Counts(begun - changed, changed, staged - begun);
    }

    private static long execute(Handle handle, String statement, Instant now) {
        return handle.createUpdate(statement)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }
}
