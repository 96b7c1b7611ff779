package io.kanhu.alerting.pushing;

import io.kanhu.alerting.channel.Channel.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Rows that wait to be pushed. Blocks. */
public interface Pushes {
    /** Takes the oldest, and holds their rows until the transaction ends; passes over what somebody else holds. */
    List<Push> take(Handle handle, int most);

    /** Writes down what became of one. */
    void note(Handle handle, Push push, Fate fate);

    /**
     * One of them.
     *
     * @param id of its row
     * @param since when it was decided
     * @param send sends it and waits for the answer; nothing where there is no such channel
     */
    record Push(long id, long workerId, Instant since, Supplier<Optional<Answer>> send) {}

    /** What became of it. */
    enum Fate {
        PENDING,
        SENT,
        FAILED
    }
}
