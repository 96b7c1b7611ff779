package io.kanhu.alerting.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/**
 * Remembers which event ids have been read. Ids are drawn before their transactions commit, so a lower one may appear after a
 * higher one: the ids in between are looked for again until they appear or are too old to come (rolled back). One thread.
 */
final class Gaps {
    private final Duration patience;
    private final TreeMap<Long, Instant> missing = new TreeMap<>();
    private long highest;

    Gaps(long highest, Duration patience) {
        this.highest = highest;
        this.patience = patience;
    }

    /** All ids above this one are to be asked for again. */
    long readAfter() {
        return missing.isEmpty() ? highest : Math.min(highest, missing.firstKey() - 1);
    }

    /** Whether an id is new; from now on it is not. */
    boolean take(long id, Instant now) {
        if (id <= highest) {
            return missing.remove(id) != null;
        }
        for (long between = highest + 1; between < id; between++) {
            missing.put(between, now);
        }
        highest = id;
        return true;
    }

    /** Gives up on ids that have been missing for too long. */
    void forget(Instant now) {
        missing.values().removeIf(since -> since.plus(patience).isBefore(now));
    }

    int size() {
        return missing.size();
    }
}
