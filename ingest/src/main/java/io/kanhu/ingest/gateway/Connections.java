package io.kanhu.ingest.gateway;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who is connected at the moment. Thread-safe, lock-free for readers. */
final class Connections {
    /** A band is one device; a few more ids leave room for somebody who debugs beside it. */
    private static final int MOST_OF_A_BAND = 4;

    private final ConcurrentHashMap<String, List<Connection>> byBand = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    /**
     * Adds a connection. One with the same client id gives way to it, as MQTT demands.
     *
     * @return the connection that gives way, or {@code null}
     */
    @Nullable
    Connection add(Connection connection) {
        Connection[] gone = new Connection[1];
        byBand.compute(connection.band(), (band, present) -> {
            List<Connection> list = present == null ? new CopyOnWriteArrayList<>() : present;
            Connection same = list.stream()
                    .filter(other -> other.clientId().equals(connection.clientId()))
                    .findFirst()
                    .orElse(list.size() >= MOST_OF_A_BAND ? list.getFirst() : null);
            if (same != null && list.remove(same)) {
                gone[0] = same;
                count.decrementAndGet();
            }
            list.add(connection);
            count.incrementAndGet();
            return list;
        });
        return gone[0];
    }

    /** Forgets a connection; false if it had given way before. */
    boolean remove(Connection connection) {
        boolean[] removed = new boolean[1];
        byBand.computeIfPresent(connection.band(), (band, present) -> {
            removed[0] = present.remove(connection);
            return present.isEmpty() ? null : present;
        });
        if (removed[0]) {
            count.decrementAndGet();
        }
        return removed[0];
    }

    /** Sends to every connection of the band that listens, so that nobody's test beside it keeps words from the wearer. */
    CompletionStage<Boolean> send(String band, byte[] payload) {
        List<CompletionStage<Boolean>> answers = byBand.getOrDefault(band, List.of()).stream()
                .filter(Connection::listens)
                .map(connection -> connection.send(payload))
                .toList();
        CompletionStage<Boolean> all = CompletableFuture.completedFuture(!answers.isEmpty());
        for (CompletionStage<Boolean> answer : answers) {
            all = all.thenCombine(answer, Boolean::logicalAnd);
        }
        return all;
    }

    /** Its secret is no longer good, or it is disabled. */
    void lockOut(String band) {
        byBand.getOrDefault(band, List.of()).forEach(Connection::lockOut);
    }

    void closeAll() {
        byBand.values().forEach(list -> list.forEach(Connection::shutDown));
    }
}
