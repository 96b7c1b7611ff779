package io.kanhu.alerting.channel;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A way to reach people outside the page. Thread-safe. */
public interface Channel {

    /**
     * Sends a message, or sends it again: the same {@link Message#key()} is the same message, and it is named to whoever receives it
     * where the provider has a field for that. Never blocks.
     *
     * @return how it went; completes within {@link #patience()}, and never with an exception
     */
    CompletionStage<Answer> send(Message message);

    /** How long an answer may take. */
    Duration patience();

    /** How a sending went. */
    sealed interface Answer {
        /**
         * It is on its way.
         *
         * @param receipt what the provider calls it, {@code null} if it has no name there
         */
        record Accepted(@Nullable String receipt) implements Answer {}

        /** Not now. It is worth another try. */
        record Later(String why, Duration notBefore) implements Answer {}

        /** Not now, and nothing else by this channel either: the provider wants to be left alone. */
        record TooMany(String why, Duration pause) implements Answer {}

        /** Not ever. */
        record Refused(String why) implements Answer {}
    }
}
