package io.kanhu.alerting.channel;

import io.kanhu.ingest.BandCommands;
import io.kanhu.protocol.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bands out there: those that listen acknowledge, unless they are told to wait with it. */
final class Bands implements BandCommands {
    private static final int LARGEST = 64 * 1024;

    private final Set<String> listening = ConcurrentHashMap.newKeySet();
    private final Set<String> faulty = ConcurrentHashMap.newKeySet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Boolean>> waiting = new CopyOnWriteArrayList<>();
    private volatile boolean slow;

    void listen(String band) {
        listening.add(band);
    }

    /** Sending to this band throws, or does so no more. */
    void fault(String band, boolean is) {
        if (is) {
            faulty.add(band);
        } else {
            faulty.remove(band);
        }
    }

    /** Acknowledges nothing until {@link #acknowledge()}. */
    void waitWithAnswers() {
        slow = true;
    }

    void acknowledge() {
        slow = false;
        waiting.forEach(answer -> answer.complete(true));
    }

    /** Band and payload, in order of arrival. */
    List<String> heard() {
        return heard;
    }

    @Override
    public CompletionStage<Boolean> send(String band, byte[] payload) {
        if (!Topic.isBandId(band) || payload.length == 0 || payload.length > LARGEST) {
            throw new IllegalArgumentException("no command for a band: " + band + ", " + payload.length + " bytes");
        }
        if (faulty.contains(band)) {
            throw new IllegalStateException("a bug on the way to " + band);
        }
        if (!listening.contains(band)) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> answer = slow ? new CompletableFuture<>() : CompletableFuture.completedFuture(true);
        waiting.add(answer);
        heard.add(band + " " + new String(payload, StandardCharsets.UTF_8));
        return answer;
    }
}
