package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.MessageQueue.Claimed;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.rounds.Rounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
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

    private final MessageQueue queue;
    private final Leases leases;
    private final Means by;
    private final Channel channel;
    private final Budget budget;
    private final Clock clock;
    private final SendingFigures figures;
    private final Rounds rounds;

    /** @param perSecond most messages a second */
    public Sender(Jdbi jdbi, Means by, Channel channel, int perSecond, Clock clock, SendingFigures figures) {
        this.queue = new MessageQueue(jdbi);
        // Half as long again as an answer may take.
        this.leases = new Leases(jdbi, channel.patience().multipliedBy(3).dividedBy(2));
        this.by = by;
        this.channel = channel;
        this.clock = clock;
        this.budget = new Budget(perSecond, clock.instant());
        this.figures = figures;
        this.rounds = new Rounds(
                Thread.ofVirtual().name("sender-" + by.code()), LOOK, this::sendWhatIsDue, "send by " + by.code(), LOG);
    }

    public void start() {
        rounds.start();
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
        int most = budget.available(now);
        if (most == 0) {
            return;
        }
        List<Claimed> claimed = queue.claim(by, now, Leases.LENGTH, most);
        claimed.forEach(one -> leases.hold(one.message().id(), now));
        budget.spend(claimed.size());
        claimed.forEach(this::send);
    }

    private void send(Claimed claimed) {
        var unused = channel.send(claimed.message())
                .thenAccept(answer -> Thread.startVirtualThread(() -> settle(claimed, answer)));
    }

    private void settle(Claimed claimed, Answer answer) {
        Message message = claimed.message();
        Instant now = clock.instant();
        try {
            switch (answer) {
                case Answer.Accepted() -> {
                    queue.sent(message, now);
                    figures.count(by, "sent", 1);
                }
                case Answer.Later(String why, Duration notBefore) -> {
                    Duration wait = backoff(claimed.attempts());
                    queue.later(message, now.plus(wait.compareTo(notBefore) < 0 ? notBefore : wait), why);
                    figures.count(by, "retried", 1);
                    LOG.info(
                            "not sent, trying again channel={} alert={} attempts={} why=\"{}\"",
                            by.code(),
                            message.alertId(),
                            claimed.attempts(),
                            why);
                }
                case Answer.Refused(String why) -> {
                    queue.failed(message, why);
                    figures.count(by, "failed", 1);
                    LOG.warn("not sent channel={} alert={} why=\"{}\"", by.code(), message.alertId(), why);
                }
            }
        } catch (JdbiException e) {
            // The lease runs out and it is sent again under the same key.
            LOG.info("what became of a message is not recorded alert={} why=\"{}\"", message.alertId(), e.getMessage());
        } finally {
            leases.drop(message.id());
        }
    }

    /** 2 s, 4 s, 8 s … a minute. */
    static Duration backoff(int attempts) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        return wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
    }
}
