package io.kanhu.alerting.channel;

import static org.awaitility.Awaitility.await;

import io.kanhu.alerting.ladder.Means;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** A sender that sends when it is told to and returns when what became of it is written down, for tests whose clock stands. */
public final class Sending {
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Means by;
    private final Sender sender;
    private final AtomicInteger handedOver = new AtomicInteger();

    /** @param channel answers before it returns */
    public Sending(Jdbi jdbi, Means by, Channel channel, int perSecond, Clock clock) {
        this.by = by;
        this.sender = new Sender(
                jdbi,
                by,
                counting(channel),
                Rate.perSecond(perSecond),
                clock,
                new SendingFigures(metrics, Set.of(Means.values())));
    }

    public void now() {
        sender.sendWhatIsDue();
        await().pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .pollDelay(Duration.ZERO)
                .until(() -> settled() == handedOver.get());
    }

    private int settled() {
        return (int) List.of("sent", "retried", "failed").stream()
                .mapToDouble(result -> metrics.get("kanhu.notifications")
                        .tags("channel", by.code(), "result", result)
                        .counter()
                        .count())
                .sum();
    }

    private Channel counting(Channel channel) {
        return new Channel() {
            @Override
            public java.util.concurrent.CompletionStage<Answer> send(Message message) {
                handedOver.incrementAndGet();
                return channel.send(message);
            }

            @Override
            public Duration patience() {
                return channel.patience();
            }
        };
    }
}
