package io.kanhu.alerting.channel;

import io.kanhu.alerting.ladder.Means;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to be told.
 *
 * @param key the same at each try
 * @param language {@code zh} or {@code en}
 * @param alertId 0 while there is no case, or if it is about none: somebody tries the channel
 * @param createdAt when it was decided
 */
public record Message(
        UUID key, Means by, Recipient to, String language, Words words, long alertId, String kind, Instant createdAt) {

    /** The kind of a message with which somebody tries a channel on themselves. */
    public static final String TEST = "test";

    /** The kind of what takes the place of a call that somebody has answered. */
    public static final String RECALL = "recall";

    /** The kind of what the office says to workers. */
    public static final String NOTICE = "notice";

    /**
     * Who is to be told, and where. What they have no address for is {@code null}.
     *
     * @param workerId {@code null} for family
     */
    public record Recipient(
            @Nullable Long workerId,
            @Nullable String phone,
            @Nullable String wecomUser,
            @Nullable String ntfyTopic,
            @Nullable String email) {
        /** The address for a channel that cannot be called without one. */
        public static String required(@Nullable String address) {
            if (address == null) {
                throw new IllegalArgumentException("they have no address for it any more");
            }
            return address;
        }

        /** Leaves out whom it is. */
        @Override
        public String toString() {
            return workerId == null ? "family" : "worker " + workerId;
        }
    }

    /**
     * What is said, as one text to be sent or read out, and in parts for those who want them so.
     *
     * @param what kind of alert
     * @param who wears the band
     * @param where they live; empty where that is not told
     */
    public record Words(String what, String who, String where, String text) {
        /** Leaves out what they say. */
        @Override
        public String toString() {
            return "Words";
        }
    }

    /** Whether it is about a call for help that has no number yet, because the database is away. */
    public boolean isWithoutCase() {
        return alertId == 0 && isCall();
    }

    /** Whether somebody is called by it: all but what is said beside calls. */
    public boolean isCall() {
        return !kind.equals(TEST) && !kind.equals(NOTICE) && !kind.equals(RECALL);
    }

    /** Leaves out whom it is for and what it says. */
    @Override
    public String toString() {
        return "Message " + key + " of alert " + alertId;
    }
}
