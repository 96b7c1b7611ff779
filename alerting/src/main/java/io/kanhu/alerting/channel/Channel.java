package io.kanhu.alerting.channel;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A way to reach people outside the page. Thread-safe. */
public interface Channel {

    /**
     * Sends a message, or sends it again: the same {@link Message#key()} is the same message, and whoever receives it may be relied
     * upon to deliver it once. Never blocks.
     *
     * @return how it went; completes within {@link #patience()}, and never with an exception
     */
    CompletionStage<Answer> send(Message message);

    /** How long an answer may take. */
    Duration patience();

    /** How a sending went. */
    sealed interface Answer {
        /** It is on its way. */
        record Accepted() implements Answer {}

        /** Not now. It is worth another try. */
        record Later(String why, Duration notBefore) implements Answer {}

        /** Not ever. */
        record Refused(String why) implements Answer {}
    }
}
