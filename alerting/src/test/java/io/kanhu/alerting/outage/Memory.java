package io.kanhu.alerting.outage;

import io.kanhu.alerting.Arrived;
import io.kanhu.alerting.Press;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.DirectMessages;
import io.kanhu.alerting.channel.Rate;
import io.kanhu.alerting.channel.Sender;
import io.kanhu.alerting.channel.SendingFigures;
import io.kanhu.alerting.ladder.Ladders;
import io.kanhu.alerting.ladder.Means;
import io.kanhu.protocol.Topic;
import io.kanhu.registry.Band;
import io.kanhu.registry.Worn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a test's servers know and do without the database. They have two seconds of patience. */
public final class Memory {
    /** How long a press may wait. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final Clock clock;
    private final MemoryRoster roster;

    public Memory(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.roster = new MemoryRoster(jdbi, new Ladders(), clock, handle -> {});
    }

    /** A journal that is not there yet. */
    static Path file() {
        try {
            Path folder = Files.createTempDirectory("kanhu-held");
            Path file = folder.resolve("held-calls.journal");
            // In this order, because they are deleted in the opposite one.
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What servers remember; nothing until it is refreshed. */
    MemoryRoster roster() {
        return roster;
    }

    /** What one server does about presses that cannot be stored; it sends nothing. */
    public HeldCalls held(Set<Means> means) {
        return held(file(), means, Map.of());
    }

    /** The same with a journal that is known, and with channels. */
    HeldCalls held(Path journal, Set<Means> means, Map<Means, Channel> channels) {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        SendingFigures figures = new SendingFigures(metrics, means);
        List<Sender> senders = channels.entrySet().stream()
                .map(one -> new Sender(jdbi, one.getKey(), one.getValue(), Rate.perSecond(100), clock, figures))
                .toList();
        DirectMessages messages = new DirectMessages(senders, clock, figures);
        try {
            return new HeldCalls(journal, roster, means, messages, PATIENCE, clock, metrics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A press as it waits to be stored. */
    static Arrived waits(HeldCalls held, Press press, @Nullable Band band) {
        String text = "{\"id\":\"%s\",\"ts\":%d,\"pressMs\":3200}"
                .formatted(press.id(), press.pressedAt().toEpochMilli());
        Arrived delivery = new Arrived(press.band(), Topic.Kind.SOS, press.receivedAt(), text);
        Worn worn = band == null ? null : band.wearerAt(press.pressedAt());
        held.arrived(
                delivery, worn == null ? null : worn.wearerId(), worn == null ? null : worn.gridId(), press.message());
        return delivery;
    }
}
