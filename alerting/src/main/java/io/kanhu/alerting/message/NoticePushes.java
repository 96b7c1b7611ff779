package io.kanhu.alerting.message;

import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.alerting.pushing.Pushes;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Messages of the office on their way to phones that take pushes. */
public final class NoticePushes implements Pushes {
    private final ChannelDesk channels;

    public NoticePushes(ChannelDesk channels) {
        this.channels = channels;
    }

    @Override
    public List<Push> take(Handle handle, int most) {
        return handle.createQuery("""
                        SELECT r.message_id, r.worker_id, m.sent_at, m.sent_by, m.body
                          FROM message_recipient r JOIN message m ON m.id = r.message_id
                         WHERE r.push = 'pending' ORDER BY m.id, r.worker_id LIMIT :most FOR UPDATE OF r SKIP LOCKED
                        """)
                .bind("most", most)
                .map((row, context) -> {
                    long message = row.getLong("message_id");
                    long worker = row.getLong("worker_id");
                    UUID key = UUID.nameUUIDFromBytes(
                            ("message " + message + " " + worker).getBytes(StandardCharsets.UTF_8));
                    String by = row.getString("sent_by");
                    String text = row.getString("body");
                    return new Push(
                            message,
                            worker,
                            row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                            () -> channels.tell(worker, Means.PUSH, key, by, text));
                })
                .list();
    }

    @Override
    public void note(Handle handle, Push push, Fate fate) {
        handle.createUpdate("""
                        UPDATE message_recipient SET push = :fate WHERE message_id = :message AND worker_id = :worker
                        """)
                .bind("fate", fate.name().toLowerCase(Locale.ROOT))
                .bind("message", push.id())
                .bind("worker", push.workerId())
                .execute();
    }
}
