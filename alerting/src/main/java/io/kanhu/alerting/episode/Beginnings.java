package io.kanhu.alerting.episode;

import io.kanhu.alerting.escalation.Climber;
import io.kanhu.alerting.escalation.Climber.Beginning;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jdbi.v3.core.Handle;

/**
 * The alerts that begin their ladders in one transaction: together, because who stands behind a thousand of them is one question, and
 * calling them one statement. What belongs to a transaction that was rolled back is forgotten with its handle. Thread-safe.
 */
final class Beginnings {
    private final Climber climber;
    private final Clock clock;
    private final Map<Handle, List<Beginning>> waiting = Collections.synchronizedMap(new WeakHashMap<>());

    Beginnings(Climber climber, Clock clock) {
        this.climber = climber;
        this.clock = clock;
    }

    void add(Handle handle, Beginning beginning) {
        waiting.computeIfAbsent(handle, transaction -> new ArrayList<>()).add(beginning);
    }

    /** Something else is to happen to this alert: it begins before that. Returns whether it has begun only now. */
    boolean writeBefore(Handle handle, long alertId) {
        boolean isAmong =
                waiting.getOrDefault(handle, List.of()).stream().anyMatch(beginning -> beginning.alertId() == alertId);
        if (isAmong) {
            write(handle);
        }
        return isAmong;
    }

    /** The transaction is about to commit. */
    void write(Handle handle) {
        List<Beginning> all = waiting.remove(handle);
        if (all != null) {
            climber.begin(handle, all, clock.instant());
        }
    }
}
