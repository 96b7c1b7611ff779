package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.ladder.Means;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what cannot be queued in the database, from memory, by the channels of the {@link Sender}s, within their budgets and with
 * their patience. What has not been sent when the database is back goes into its queue under the same key. Thread-safe; never blocks.
 */
public final class DirectMessages {
    private static final Logger LOG = LoggerFactory.getLogger(DirectMessages.class);

    private final Map<Means, Sender> senders = new EnumMap<>(Means.class);
    private final Clock clock;
    private final SendingFigures figures;
    private final Map<UUID, Letter> letters = new LinkedHashMap<>();

    /** @param senders one for each channel */
    public DirectMessages(List<Sender> senders, Clock clock, SendingFigures figures) {
        this.clock = clock;
        this.figures = figures;
        senders.forEach(sender -> this.senders.put(sender.by(), sender));
    }

    /**
     * How far a message has come.
     *
     * @param receipt what the provider calls it, {@code null} if it has no name there
     * @param due when it may be sent again if it is neither sent nor refused
     */
    public record Fate(
            boolean sent,
            boolean refused,
            @Nullable Instant at,
            @Nullable String receipt,
            Instant due) {
        static Fate waiting(Instant due) {
            return new Fate(false, false, null, null, due);
        }
    }

    private static final class Letter {
        private final Message message;
        private int attempts;
        private boolean underWay;
        private Fate fate;

        Letter(Message message) {
            this.message = message;
            this.fate = Fate.waiting(message.createdAt());
        }
    }

    /**
     * Takes a message about a call for help that has no number yet; what is known already by its key is not sent again.
     *
     * @param who the wearer, or what is known of them
     */
    public synchronized void add(
            UUID key, Means by, Recipient to, String language, String who, @Nullable String address) {
        Message message = new Message(
                key, by, to, language, Wording.withoutDatabase(language, who, address), 0, "sos", clock.instant());
        letters.putIfAbsent(key, new Letter(message));
    }

    /** What became of a message; nothing of one that was never taken. */
    public synchronized Optional<Fate> fate(UUID key) {
        return Optional.ofNullable(letters.get(key)).map(letter -> letter.fate);
    }

    /** It is somebody else's to send from now on. */
    public synchronized void forget(UUID key) {
        letters.remove(key);
    }

    /** Sends what is due. To be called every now and then. */
    public synchronized void sendWhatIsDue() {
        Instant now = clock.instant();
        for (Letter letter : List.copyOf(letters.values())) {
            Sender sender = senders.get(letter.message.by());
            if (sender == null || letter.underWay || isSettled(letter.fate)) {
                continue;
            }
            if (!letter.fate.due().isAfter(now) && sender.isFree(now)) {
                letter.underWay = true;
                letter.attempts++;
                // As long as a lease: whoever takes over does not send what is under way.
                letter.fate = Fate.waiting(now.plus(sender.lease()));
                var unused = sender.sendUnqueued(letter.message).thenAccept(answer -> settle(letter, answer));
            }
        }
    }

    private static boolean isSettled(Fate fate) {
        return fate.sent() || fate.refused();
    }

    private synchronized void settle(Letter letter, Answer answer) {
        Instant now = clock.instant();
        Means by = letter.message.by();
        letter.underWay = false;
        letter.fate = switch (answer) {
            case Answer.Accepted(String receipt) -> {
                figures.count(by, "sent", 1);
                yield new Fate(true, false, now, receipt, now);
            }
            case Answer.Later(String why, Duration notBefore) -> again(letter, why, notBefore, now);
            case Answer.TooMany(String why, Duration pause) -> again(letter, why, Sender.shortened(pause), now);
            case Answer.Refused(String why) -> {
                figures.count(by, "failed", 1);
                LOG.warn("not sent channel={} why=\"{}\"", by.code(), why);
                yield new Fate(false, true, null, null, now);
            }
        };
    }

    private Fate again(Letter letter, String why, Duration notBefore, Instant now) {
        Means by = letter.message.by();
        figures.count(by, "retried", 1);
        LOG.info("not sent, trying again channel={} attempts={} why=\"{}\"", by.code(), letter.attempts, why);
        return Fate.waiting(now.plus(Sender.pause(letter.attempts, notBefore)));
    }
}
