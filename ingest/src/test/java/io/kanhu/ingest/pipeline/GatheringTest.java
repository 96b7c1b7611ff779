package io.kanhu.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.ingest.Recorded;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.Report;
import io.kanhu.protocol.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {
    /** Longer than a test may take: whoever lingers so long does it in vain. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private static final long ROOM = 1 << 20;

    private final List<String> begun = new ArrayList<>();

    @Test
    void aBatchHoldsTheOldestFirstAndNoMoreThanFits() throws InterruptedException {
        Gathering gathering = new Gathering(LaneOptions.atOnce("test", ROOM, 3));
        for (int i = 1; i <= 5; i++) {
            assertThat(gathering.offer(reports("b" + i, 1))).isTrue();
        }
        assertThat(taken(gathering)).containsExactly("b1", "b2", "b3");
        assertThat(taken(gathering)).containsExactly("b4", "b5");
        assertThat(begun).containsExactly("b1", "b4");
        assertThat(gathering.isEmpty()).isTrue();
    }

    @Test
    void whatBandsSaveUpOfflineGoesIntoSeveralTransactions() throws InterruptedException {
        Gathering gathering = new Gathering(LaneOptions.atOnce("test", ROOM, 100));
        for (int i = 1; i <= 25; i++) {
            gathering.offer(reports("b" + i, 500));
        }
        assertThat(taken(gathering)).hasSize(10);
        assertThat(taken(gathering)).hasSize(10);
        assertThat(taken(gathering)).hasSize(5);
    }

    @Test
    void nothingIsTakenWhereNothingCame() throws InterruptedException {
        assertThat(taken(new Gathering(LaneOptions.atOnce("test", ROOM, 3)))).isEmpty();
    }

    @Test
    void aFullQueueTakesNoMoreUntilSomeOfItIsTaken() throws InterruptedException {
        Gathering gathering =
                new Gathering(LaneOptions.atOnce("test", 2L * reports("b1", 1).bytes(), 1));
        assertThat(gathering.offer(reports("b1", 1))).isTrue();
        assertThat(gathering.offer(reports("b2", 1))).isTrue();
        assertThat(gathering.offer(reports("b3", 1))).isFalse();
        assertThat(gathering.size()).isEqualTo(2);
        assertThat(taken(gathering)).containsExactly("b1");
        assertThat(gathering.offer(reports("b4", 1))).isTrue();
        assertThat(gathering.offer(reports("b5", 1))).isFalse();
    }

    @Test
    void whereEnoughWaitsAlreadyNobodyLingers() throws InterruptedException {
        Gathering gathering = new Gathering(new LaneOptions("test", 1, ROOM, 1_000, FOR_EVER));
        for (int i = 0; i < 401; i++) {
            gathering.offer(reports("b" + i, 1));
        }
        assertThat(taken(gathering)).hasSize(401);
        for (int i = 0; i < 401; i++) {
            gathering.offer(reports("b" + i, 1));
        }
        assertThat(taken(gathering)).hasSize(401);
    }

    @Test
    void whereMessagesComeDenselyTheNextOnesAreWaitedFor() throws Exception {
        Gathering gathering = new Gathering(new LaneOptions("test", 1, ROOM, 1_000, FOR_EVER));
        for (int i = 0; i < 401; i++) {
            gathering.offer(reports("b" + i, 1));
        }
        taken(gathering);
        gathering.offer(reports("first", 1));
        List<String> next = Collections.synchronizedList(new ArrayList<>());
        Thread taker = Thread.ofPlatform().start(() -> {
            try {
                next.addAll(taken(gathering));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 400; i++) {
            gathering.offer(reports("later" + i, 1));
        }
        taker.join();
        assertThat(next).hasSize(401).startsWith("first");
    }

    private List<String> taken(Gathering gathering) throws InterruptedException {
        List<Entry> batch = new ArrayList<>();
        gathering.takeInto(batch, first -> begun.add(first.delivery().band()));
        return batch.stream().map(entry -> entry.delivery().band()).toList();
    }

    private static Entry reports(String band, int count) {
        Report report = new Report(Instant.EPOCH, 70, null, null, null, null, null, null, null, null);
        return new Entry(
                new Recorded(band, new ArrayList<>()),
                new Telemetry(Collections.nCopies(count, report)),
                List.of(),
                null);
    }
}
