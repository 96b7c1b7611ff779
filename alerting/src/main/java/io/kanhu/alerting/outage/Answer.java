package io.kanhu.alerting.outage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has said that they go.
 *
 * @param name as it stands in the case file
 * @param workerId the worker they are, or {@code null}
 */
public record Answer(String name, @Nullable Long workerId, Instant at) {
    /** Whether this is the same person. */
    boolean isBy(String other, @Nullable Long worker) {
        return workerId == null ? worker == null && name.equals(other) : workerId.equals(worker);
    }
}
