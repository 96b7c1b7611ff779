package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.MessageQueue.Claimed;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits for one channel, calls for help first, not faster than its budget. A message is leased while it is being sent: if
 * this server dies, another sends it again under the same key within {@link Leases#LENGTH}. Nothing is given up before its lifetime is
 * over.
 */
public final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final MessageQueue queue;
    private final Leases leases;
    private final Means by;
    private final Channel channel;
    private final Budget budget;
    private final ChannelHealth health;
    private final Clock clock;
    private final SendingFigures figures;
    private final Rounds rounds;
    private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.MIN);

    /** @param rate most messages */
    public Sender(Jdbi jdbi, Means by, Channel channel, Rate rate, Clock clock, SendingFigures figures) {
        this.queue = new MessageQueue(jdbi);
        this.by = by;
        this.channel = channel;
        this.leases = new Leases(jdbi, lease());
        this.clock = clock;
        this.budget = new Budget(rate);
        this.health = new ChannelHealth(by, channel.toString(), clock);
        this.figures = figures;
        figures.watch(by, health);
        this.rounds = new Rounds(
                Thread.ofVirtual().name("sender-" + by.code()), LOOK, this::sendWhatIsDue, "send by " + by.code(), LOG);
    }

    public void start() {
        rounds.start();
    }

    /** Whether it works. */
    public ChannelHealth.State health() {
        return health.state();
    }

    /**
     * Sends a message that waits in no row, now, as long as that takes; nobody tries again. Blocks.
     *
     * @return how it went
     */
    public Answer sendAtOnce(Message message) {
        return attempt(message).toCompletableFuture().join();
    }

    public Means by() {
        return by;
    }

    /** There may be something to send. Never blocks. */
    public void wake() {
        rounds.wake();
    }

    @Override
    public void close() {
        rounds.close();
    }

    /** One round, on the caller's thread; answers come later. */
    void sendWhatIsDue() {
        Instant now = clock.instant();
        leases.renew(now);
        figures.count(by, "failed", queue.forgetOld(by, now));
        if (isPaused(now)) {
            return;
        }
        send(true, budget.available(now), now);
        send(false, budget.availableToOthers(now), now);
    }

    private void send(boolean help, int most, Instant now) {
        if (most > 0) {
            List<Claimed> claimed = queue.claim(by, help, now, Leases.LENGTH, most);
            claimed.forEach(one -> leases.hold(one.id(), now));
            budget.spend(claimed.size(), now);
            claimed.forEach(this::send);
        }
    }

    private void send(Claimed claimed) {
        var unused = attempt(claimed.message())
                .thenAccept(result -> Thread.startVirtualThread(() -> settle(claimed, result)));
    }

    /** Completes with an answer, whatever happens. */
    private CompletionStage<Answer> attempt(Message message) {
        CompletionStage<Answer> answer;
        try {
            answer = channel.send(message);
        } catch (RuntimeException e) {
            // A defect with one message must not keep the others waiting.
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle(this::orTrouble).thenApply(this::noted);
    }

    private Answer noted(Answer answer) {
        health.note(answer);
        if (answer instanceof Answer.TooMany(String why, Duration pause)) {
            Instant until = clock.instant().plus(shortened(pause));
            pausedUntil.accumulateAndGet(until, (one, other) -> one.isAfter(other) ? one : other);
        }
        return answer;
    }

    /** Whether the provider has asked to be left alone; not for longer than that, if the clock is set back. */
    private boolean isPaused(Instant now) {
        Instant until = pausedUntil.get();
        return now.isBefore(until) && !until.isAfter(now.plus(LONGEST_PAUSE));
    }

    /** As long as it takes before somebody else may send what is under way: half as long again as an answer may take. */
    Duration lease() {
        return channel.patience().multipliedBy(3).dividedBy(2);
    }

    /** Whether a call for help may be sent at this moment. */
    boolean isFree(Instant now) {
        return !isPaused(now) && budget.available(now) > 0;
    }

    /** Sends a call for help that waits in no row, within the same budget; nobody tries again. Never blocks. */
    CompletionStage<Answer> sendUnqueued(Message message) {
        budget.spend(1, clock.instant());
        return attempt(message);
    }

    static Duration shortened(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private Answer orTrouble(Answer answer, @Nullable Throwable error) {
        if (error == null) {
            return answer;
        }
        LOG.error("cannot send, trying again; please report this channel={}", by.code(), error);
        return new Later("Kanhu failed at it: " + error.getClass().getSimpleName(), Duration.ZERO);
    }

    private void settle(Claimed claimed, Answer answer) {
        Message message = claimed.message();
        Instant now = clock.instant();
        try {
            switch (answer) {
                case Answer.Accepted(String receipt) -> {
                    queue.sent(claimed.id(), receipt, now);
                    figures.count(by, "sent", 1);
                }
                case Answer.Later(String why, Duration notBefore) -> again(claimed, why, notBefore, now);
                case Answer.TooMany(String why, Duration pause) -> again(claimed, why, shortened(pause), now);
                case Answer.Refused(String why) -> {
                    queue.failed(claimed.id(), why);
                    figures.count(by, "failed", 1);
                    LOG.warn("not sent channel={} alert={} why=\"{}\"", by.code(), message.alertId(), why);
                }
            }
        } catch (JdbiException e) {
            // The lease runs out and it is sent again under the same key.
            LOG.info("what became of a message is not recorded alert={} why=\"{}\"", message.alertId(), e.getMessage());
        } finally {
            leases.drop(claimed.id());
        }
    }

    private void again(Claimed claimed, String why, Duration notBefore, Instant now) {
        queue.later(claimed.id(), now.plus(pause(claimed.attempts(), notBefore)), why);
        figures.count(by, "retried", 1);
        LOG.info(
                "not sent, trying again channel={} alert={} attempts={} why=\"{}\"",
                by.code(),
                claimed.message().alertId(),
                claimed.attempts(),
                why);
    }

    /** 2 s, 4 s, 8 s … a minute, or as long as the provider wishes if that is longer. */
    static Duration pause(int attempts, Duration wish) {
        Duration backoff = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        Duration wait = backoff.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : backoff;
        return wait.compareTo(wish) < 0 ? wish : wait;
    }
}
