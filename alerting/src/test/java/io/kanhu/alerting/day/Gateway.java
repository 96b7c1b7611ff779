package io.kanhu.alerting.day;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.day.Plan.Span;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes messages for telephones and remembers them, except while it is away. Used by one thread. */
final class Gateway implements Channel {
    private final Span away;
    private final Clock clock;
    private final List<Message> taken = new ArrayList<>();

    Gateway(Span away, Clock clock) {
        this.away = away;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> send(Message message) {
        if (away.covers(clock.instant())) {
            return CompletableFuture.completedFuture(new Answer.Later("away", Duration.ZERO));
        }
        taken.add(message);
        return CompletableFuture.completedFuture(new Answer.Accepted(null));
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(10);
    }

    /** What was taken since this was asked last. */
    List<Message> taken() {
        List<Message> all = List.copyOf(taken);
        taken.clear();
        return all;
    }
}
