package io.kanhu.server;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Server-sent events as they come in. */
public final class EventStream implements AutoCloseable {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;
    private final Thread reader;
    private volatile boolean ended;

    EventStream(Stream<String> lines) {
        this.lines = lines;
        this.reader = Thread.startVirtualThread(this::read);
        Awaitility.await().until(() -> !events.isEmpty());
    }

    /** One event. */
    public record Event(@Nullable String id, String name, JsonObject data) {}

    public List<Event> events() {
        return events;
    }

    /** The first alert event that is as wanted; waits for it. */
    public Event awaitAlert(Predicate<JsonObject> wanted) {
        return Awaitility.await()
                .until(
                        () -> events.stream()
                                .filter(event -> event.name().equals("alert") && wanted.test(event.data()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The first event of this name that is as wanted; waits for it. */
    public Event await(String name, Predicate<JsonObject> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> events.stream()
                                .filter(event -> event.name().equals(name) && wanted.test(event.data()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until the server has ended the stream. */
    public void awaitEnd() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ended);
    }

    private void read() {
        String id = null;
        String name = "message";
        try {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id, name, new JsonObject(line.substring(6))));
                }
            }
        } catch (UncheckedIOException e) {
            ended = true;
        }
        ended = true;
    }

    @Override
    public void close() {
        lines.close();
        reader.interrupt();
    }
}
