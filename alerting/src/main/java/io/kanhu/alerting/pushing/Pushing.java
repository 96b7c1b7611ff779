package io.kanhu.alerting.pushing;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.pushing.Pushes.Fate;
import io.kanhu.alerting.pushing.Pushes.Push;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what waits to be pushed, on a thread of its own. Any number of servers may do so; each goes out at least once. */
public final class Pushing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pushing.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int AT_ONCE = 20;
    /** What could not be pushed by then is seen when the page is opened next. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Clock clock;
    private final Pushes pushes;
    private final Rounds rounds;

    /** @param what they are, as the log calls them */
    public Pushing(Jdbi jdbi, Clock clock, Pushes pushes, String what) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.pushes = pushes;
        this.rounds =
                new Rounds(Thread.ofVirtual().name("push-" + what), LOOK, this::pushWhatWaits, "push " + what, LOG);
    }

    public void start() {
        rounds.start();
    }

    /** Something to push may have been committed. Never blocks. */
    public void wake() {
        rounds.wake();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** The rows are held while they are sent, so that no other server sends them, too; a server that dies lets go of them. Blocks. */
    void pushWhatWaits() {
        boolean more = true;
        while (more) {
            more = jdbi.inTransaction(this::pushSome);
        }
    }

    private boolean pushSome(Handle handle) {
        List<Push> waiting = pushes.take(handle, AT_ONCE);
        List<CompletableFuture<Fate>> fates = waiting.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> push(one), Thread::startVirtualThread))
                .toList();
        // All are through before the first row is written: who comes upon a written row would wait for the others'
        // answers.
        List<Fate> settled = fates.stream().map(CompletableFuture::join).toList();
        for (int i = 0; i < waiting.size(); i++) {
            pushes.note(handle, waiting.get(i), settled.get(i));
        }
        return waiting.size() == AT_ONCE && settled.stream().anyMatch(fate -> fate != Fate.PENDING);
    }

    private Fate push(Push one) {
        Answer answer = one.send().get().orElseGet(() -> new Answer.Refused("no pushes here"));
        return switch (answer) {
            case Answer.Accepted(String receipt) -> Fate.SENT;
            case Answer.Refused(String why) -> Fate.FAILED;
            case Answer.Later(String why, Duration notBefore) -> orFailed(one);
            case Answer.TooMany(String why, Duration pause) -> orFailed(one);
        };
    }

    private Fate orFailed(Push one) {
        return one.since().isBefore(clock.instant().minus(GIVEN_UP)) ? Fate.FAILED : Fate.PENDING;
    }
}
