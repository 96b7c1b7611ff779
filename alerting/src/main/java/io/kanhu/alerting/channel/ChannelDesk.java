package io.kanhu.alerting.channel;

import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.ladder.Addresses;
import io.kanhu.alerting.ladder.Means;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** Where people see how channels do, and try them on themselves. Thread-safe; blocks. */
public final class ChannelDesk {
    /** From one try of a channel by somebody to the next. */
    public static final Duration PAUSE = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final Clock clock;
    private final List<Sender> senders;

    public ChannelDesk(Jdbi jdbi, Clock clock, List<Sender> senders) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.senders = List.copyOf(senders);
    }

    /** What became of a try. */
    public sealed interface Trial {
        /** It was tried. */
        record Tried(Channel.Answer answer) implements Trial {}

        /** They have done so just now. */
        record TooSoon(Duration pause) implements Trial {}

        /** There is no such channel here. */
        record NoChannel() implements Trial {}

        /** They have no address for it. */
        record NoAddress() implements Trial {}
    }

    /** How each channel does, as far as this server knows. */
    public List<ChannelHealth.State> states() {
        return senders.stream().map(Sender::health).toList();
    }

    /** What this worker can be called by. */
    public List<Means> reaching(long workerId) {
        Set<Means> addresses = someone(workerId).addresses();
        return senders.stream().map(Sender::by).filter(addresses::contains).toList();
    }

    /** Sends a worker a message that says that it is a test, and waits for what becomes of it. */
    public Trial tryOn(long userId, long workerId, Means by) {
        Optional<Sender> sender = sender(by);
        if (sender.isEmpty()) {
            return new Trial.NoChannel();
        }
        Someone someone = someone(workerId);
        if (!someone.addresses().contains(by)) {
            return new Trial.NoAddress();
        }
        Instant now = clock.instant();
        if (!isAllowed(userId, by, now)) {
            return new Trial.TooSoon(PAUSE);
        }
        Message message = message(
                UUID.randomUUID(), by, someone, Wording.forTest(someone.language(), someone.name()), 0, Message.TEST);
        return new Trial.Tried(sender.get().sendAtOnce(message));
    }

    /**
     * Sends a worker what the office says, and waits for what becomes of it; nobody tries again.
     *
     * @param key the same at each try
     * @return nothing if there is no such channel here
     */
    public Optional<Channel.Answer> tell(long workerId, Means by, UUID key, String from, String text) {
        return send(
                by,
                workerId,
                someone -> message(
                        key, by, someone, Wording.fromTheOffice(someone.language(), from, text), 0, Message.NOTICE));
    }

    /**
     * Tells a worker's phone by push that somebody else goes, in place of the call with this key, and waits for what becomes of it.
     *
     * @return nothing if there are no pushes here
     */
    public Optional<Channel.Answer> recall(long workerId, UUID key, long alertId, String goer) {
        return send(
                Means.PUSH,
                workerId,
                someone -> message(
                        key,
                        Means.PUSH,
                        someone,
                        Wording.recall(someone.language(), alertId, goer),
                        alertId,
                        Message.RECALL));
    }

    private Optional<Channel.Answer> send(Means by, long workerId, Function<Someone, Message> message) {
        return sender(by).map(sender -> sender.sendAtOnce(message.apply(someone(workerId))));
    }

    private Optional<Sender> sender(Means by) {
        return senders.stream().filter(one -> one.by() == by).findFirst();
    }

    private Message message(UUID key, Means by, Someone to, Message.Words words, long alertId, String kind) {
        return new Message(key, by, to.recipient(), to.language(), words, alertId, kind, clock.instant());
    }

    private record Someone(String name, String language, Recipient recipient, Set<Means> addresses) {}

    private Someone someone(long workerId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT w.name, w.language, w.phone, w.wecom_user, w.ntfy_topic, w.email, %s
                          FROM worker w WHERE w.id = :id
                        """.formatted(Addresses.OF_WORKER))
                .bind("id", workerId)
                .map((row, context) -> read(row, workerId))
                .one());
    }

    private static Someone read(ResultSet row, long workerId) throws SQLException {
        return new Someone(
                row.getString("name"),
                row.getString("language"),
                new Recipient(
                        workerId,
                        row.getString("phone"),
                        row.getString("wecom_user"),
                        row.getString("ntfy_topic"),
                        row.getString("email")),
                Addresses.read(row));
    }

    /** In one statement, so that two requests at a time are one. */
    private boolean isAllowed(long userId, Means by, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        INSERT INTO channel_test (user_id, channel, at) VALUES (:user, :channel, :now)
                        ON CONFLICT (user_id, channel) DO UPDATE SET at = :now
                         WHERE channel_test.at <= :before OR channel_test.at > :now
                        """)
                        .bind("user", userId)
                        .bind("channel", by.code())
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("before", now.minus(PAUSE).atOffset(ZoneOffset.UTC))
                        .execute())
                > 0;
    }
}
