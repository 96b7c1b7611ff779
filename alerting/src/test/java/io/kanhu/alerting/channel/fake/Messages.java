package io.kanhu.alerting.channel.fake;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.Message.Recipient;
import io.kanhu.alerting.channel.Message.Words;
import io.kanhu.alerting.ladder.Means;
import java.time.Instant;
import java.util.UUID;

/** Messages about one call for help. */
public final class Messages {
    public static final Instant NOW = Instant.parse("2026-03-21T01:00:00Z");
    public static final String PHONE = "139 0000 0001";

    private Messages() {}

    /** To a worker who has every address. */
    public static Message toWorker(Means by) {
        return toWorker(by, "Li Ming", "Lane 3");
    }

    public static Message toWorker(Means by, String who, String where) {
        return new Message(
                UUID.randomUUID(),
                by,
                new Recipient(5L, PHONE, "wang.wu", "wang-topic", "wang@example.org"),
                "zh",
                new Words("紧急呼叫", who, where, "【看护】紧急呼叫：" + who + "，" + where + "。"),
                7,
                "sos",
                NOW);
    }

    /** To somebody's family, who have a telephone. */
    public static Message toFamily(Means by, String phone) {
        return new Message(
                UUID.randomUUID(),
                by,
                new Recipient(null, phone, null, null, "daughter@example.org"),
                "zh",
                new Words("紧急呼叫", "Li Ming", "", "【看护】紧急呼叫：Li Ming。"),
                7,
                "sos",
                NOW);
    }

    public static Channel.Answer send(Channel by, Message message) {
        return by.send(message).toCompletableFuture().join();
    }
}
