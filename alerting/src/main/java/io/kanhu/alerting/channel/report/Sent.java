package io.kanhu.alerting.channel.report;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that a provider has taken.
 *
 * @param receipt what the provider calls it
 */
public record Sent(long id, UUID key, String phone, String receipt, Instant at) {
    /** Leaves out whom it was for. */
    @Override
    public String toString() {
        return "Sent " + key;
    }
}
