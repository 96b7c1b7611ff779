package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.Channel.Answer;
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
 * Sends what cannot be queued in the database, from memory, at the same pace and with the same patience as {@link Sender}. What has
 * not been sent when the database is back goes into its queue under the same key. Thread-safe; never blocks.
 */
public final class DirectMessages {
    private static final Logger LOG = LoggerFactory.getLogger(DirectMessages.class);

    private final Map<Means, Channel> channels;
    private final Map<Means, Budget> budgets = new EnumMap<>(Means.class);
    private final Clock clock;
    private final SendingFigures figures;
    private final Map<UUID, Letter> letters = new LinkedHashMap<>();

    /** @param perSecond most messages a second by each */
    public DirectMessages(Map<Means, Channel> channels, int perSecond, Clock clock, SendingFigures figures) {
        this.channels = Map.copyOf(channels);
        this.clock = clock;
        this.figures = figures;
        channels.keySet().forEach(by -> budgets.put(by, new Budget(perSecond, clock.instant())));
    }

    /** How far a message has come: {@code due} is when it may be sent again if it is neither sent nor refused. */
    public record Fate(
            boolean sent, boolean refused, @Nullable Instant at, Instant due) {}

    private static final class Letter {
        private final Message message;
        private int attempts;
        private boolean underWay;
        private Fate fate;

        Letter(Message message) {
            this.message = message;
            this.fate = new Fate(false, false, null, message.createdAt());
        }
    }

    /**
     * Takes a message about a call for help that has no number yet; what is known already by its key is not sent again.
     *
     * @param who the wearer, or what is known of them
     */
    public synchronized void add(
            UUID key, Means by, @Nullable String to, String language, String who, @Nullable String address) {
        Message message = new Message(
                0, key, by, to, language, Wording.withoutDatabase(language, who, address), 0, "sos", clock.instant());
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
            Means by = letter.message.by();
            Channel channel = channels.get(by);
            Budget budget = budgets.get(by);
            if (channel == null || budget == null || letter.underWay || isSettled(letter.fate)) {
                continue;
            }
            if (!letter.fate.due().isAfter(now) && budget.available(now) > 0) {
                budget.spend(1);
                letter.underWay = true;
                letter.attempts++;
                // As long as a lease: whoever takes over does not send what is under way.
                letter.fate = new Fate(
                        false,
                        false,
                        null,
                        now.plus(channel.patience().multipliedBy(3).dividedBy(2)));
                var unused = channel.send(letter.message).thenAccept(answer -> settle(letter, answer));
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
            case Answer.Accepted() -> {
                figures.count(by, "sent", 1);
                yield new Fate(true, false, now, now);
            }
            case Answer.Later(String why, Duration notBefore) -> {
                Duration wait = Sender.backoff(letter.attempts);
                figures.count(by, "retried", 1);
                LOG.info("not sent, trying again channel={} attempts={} why=\"{}\"", by.code(), letter.attempts, why);
                yield new Fate(false, false, null, now.plus(wait.compareTo(notBefore) < 0 ? notBefore : wait));
            }
            case Answer.Refused(String why) -> {
                figures.count(by, "failed", 1);
                LOG.warn("not sent channel={} why=\"{}\"", by.code(), why);
                yield new Fate(false, true, null, now);
            }
        };
    }
}
