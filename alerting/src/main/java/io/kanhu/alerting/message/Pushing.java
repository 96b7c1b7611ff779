package io.kanhu.alerting.message;

import io.kanhu.alerting.channel.Channel.Answer;
import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.ladder.Means;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Pushes messages to the phones that take them. Any number of servers may do so; each message goes out at least once. Blocks. */
public final class Pushing {
    private static final int AT_ONCE = 20;
    /** What could not be pushed by then is seen when the page is opened next. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Clock clock;
    private final ChannelDesk channels;

    public Pushing(Jdbi jdbi, Clock clock, ChannelDesk channels) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.channels = channels;
    }

    private record Waiting(long message, long worker, OffsetDateTime sentAt, String by, String text) {}

    /** The rows are held while they are sent, so that no other server sends them, too; a server that dies lets go of them. */
    void pushWhatWaits() {
        boolean more = true;
        while (more) {
            more = jdbi.inTransaction(this::pushSome);
        }
    }

    private boolean pushSome(Handle handle) {
        List<Waiting> waiting = handle.createQuery("""
                        SELECT r.message_id, r.worker_id, m.sent_at, m.sent_by, m.body
                          FROM message_recipient r JOIN message m ON m.id = r.message_id
                         WHERE r.push = 'pending' ORDER BY m.id, r.worker_id LIMIT :most FOR UPDATE OF r SKIP LOCKED
                        """)
                .bind("most", AT_ONCE)
                .map((row, context) -> new Waiting(
                        row.getLong("message_id"),
                        row.getLong("worker_id"),
                        row.getObject("sent_at", OffsetDateTime.class),
                        row.getString("sent_by"),
                        row.getString("body")))
                .list();
        List<CompletableFuture<String>> fates = waiting.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> push(one), Thread::startVirtualThread))
                .toList();
        boolean settled = false;
        for (int i = 0; i < waiting.size(); i++) {
            String fate = fates.get(i).join();
            settled |= !fate.equals("pending");
            note(handle, waiting.get(i), fate);
        }
        return settled && waiting.size() == AT_ONCE;
    }

    private String push(Waiting one) {
        UUID key = UUID.nameUUIDFromBytes(
                ("message " + one.message() + " " + one.worker()).getBytes(StandardCharsets.UTF_8));
        Answer answer = channels.tell(one.worker(), Means.PUSH, key, one.by(), one.text())
                .orElseGet(() -> new Answer.Refused("no pushes here"));
        return switch (answer) {
            case Answer.Accepted(String receipt) -> "sent";
            case Answer.Refused(String why) -> "failed";
            case Answer.Later(String why, Duration notBefore) -> orFailed(one);
            case Answer.TooMany(String why, Duration pause) -> orFailed(one);
        };
    }

    private String orFailed(Waiting one) {
        return one.sentAt().toInstant().isBefore(clock.instant().minus(GIVEN_UP)) ? "failed" : "pending";
    }

    private static void note(Handle handle, Waiting one, String fate) {
        handle.createUpdate("""
                        UPDATE message_recipient SET push = :fate WHERE message_id = :message AND worker_id = :worker
                        """)
                .bind("fate", fate)
                .bind("message", one.message())
                .bind("worker", one.worker())
                .execute();
    }
}
