package io.kanhu.ingest.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** What Kanhu says to a band over one connection, until the band has taken it. On its event loop, except what says otherwise. */
final class Commands {
    private static final int LARGEST_ID = 65_535;

    private final Wire wire;
    private final String topic;
    private final Map<Integer, CompletableFuture<Boolean>> underWay = new HashMap<>(0);
    private int lastId;

    Commands(Wire wire, String topic) {
        this.wire = wire;
        this.topic = topic;
    }

    /** Whether the band took it. Any thread. */
    CompletionStage<Boolean> send(byte[] payload) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        try {
            wire.loop().execute(() -> send(payload, taken));
        } catch (RejectedExecutionException shutDown) {
            taken.complete(false);
        }
        return taken;
    }

    private void send(byte[] payload, CompletableFuture<Boolean> taken) {
        if (wire.isEnding()) {
            taken.complete(false);
            return;
        }
        lastId = lastId % LARGEST_ID + 1;
        underWay.put(lastId, taken);
        wire.write(Packets.publish(topic, lastId, payload));
        wire.flush();
    }

    /** The band has acknowledged a command. */
    void heard(int id) {
        CompletableFuture<Boolean> taken = underWay.remove(id);
        if (taken != null) {
            taken.complete(true);
        }
    }

    /** The connection has ended. */
    void over() {
        List<CompletableFuture<Boolean>> unheard = List.copyOf(underWay.values());
        underWay.clear();
        unheard.forEach(taken -> taken.complete(false));
    }
}
