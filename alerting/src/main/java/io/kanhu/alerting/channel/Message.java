package io.kanhu.alerting.channel;

import io.kanhu.alerting.ladder.Means;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to be told.
 *
 * @param id of the row it came from, 0 for none
 * @param key the same at each try
 * @param to telephone number
 * @param language {@code zh} or {@code en}
 * @param text to be sent or read out
 * @param alertId 0 while there is no case
 * @param createdAt when it was decided
 */
public record Message(
        long id,
        UUID key,
        Means by,
        @Nullable String to,
        String language,
        String text,
        long alertId,
        String kind,
        Instant createdAt) {
    /** Leaves out whom it is for and what it says. */
    @Override
    public String toString() {
        return "Message " + id + " of alert " + alertId;
    }
}
