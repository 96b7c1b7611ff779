package io.kanhu.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.store.BatchWriter;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Telemetry;
import io.kanhu.protocol.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private @Nullable Lane lane;

    @AfterEach
    void close() {
        if (lane != null) {
            lane.close();
        }
    }

    @Test
    void onlyThePoisonInABatchOfGoodMessagesIsRefused() {
        Lane open = laneOf(batch -> {
            if (batch.stream().anyMatch(e -> e.message() != null && band(e).equals("poison"))) {
                throw new SQLException("invalid byte sequence", "22021");
            }
            batch.stream().filter(e -> e.message() != null).forEach(e -> stored.add(band(e)));
        });
        for (String band : List.of("b1", "b2", "poison", "b3", "b4")) {
            assertThat(open.offer(entry(band))).isTrue();
        }
        open.start();
        await().until(() -> answers.size() == 5);
        assertThat(stored).containsExactly("b1", "b2", "b3", "b4");
        assertThat(answers)
                .containsExactlyInAnyOrder("ack b1", "ack b2", "refuse poison malformed", "ack b3", "ack b4");
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsAnsweredAndThenEverythingIs() {
        AtomicBoolean away = new AtomicBoolean(true);
        Lane open = laneOf(batch -> {
            if (away.get()) {
                throw new SQLException("the connection is closed", "08006");
            }
            batch.forEach(e -> stored.add(band(e)));
        });
        open.offer(entry("b1"));
        open.start();
        await().until(() -> open.problem().isPresent());
        assertThat(open.problem()).contains("the connection is closed");
        open.offer(entry("b2"));
        assertThat(answers).isEmpty();
        away.set(false);
        await().until(() -> answers.size() == 2);
        assertThat(stored).containsExactly("b1", "b2");
        assertThat(open.problem()).isEmpty();
    }

    @Test
    void aFullQueueTakesNoMoreAndForgetsNothing() {
        Lane open = laneOf(batch -> batch.forEach(e -> stored.add(band(e))));
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            if (open.offer(entry("b" + i))) {
                taken.add("b" + i);
            }
        }
        assertThat(taken).hasSize(10);
        open.start();
        await().until(() -> answers.size() == 10);
        assertThat(stored).isEqualTo(taken);
    }

    @Test
    void closingWritesWhatIsQueued() {
        Lane open = laneOf(batch -> batch.forEach(e -> stored.add(band(e))));
        open.offer(entry("b1"));
        open.start();
        open.close();
        assertThat(stored).containsExactly("b1");
        assertThat(open.offer(entry("b2"))).isFalse();
    }

    private Lane laneOf(BatchWriter writer) {
        Lane created = new Lane("test", 10, 5, writer, Clock.systemUTC(), new SimpleMeterRegistry());
        lane = created;
        return created;
    }

    private static String band(Entry entry) {
        return entry.delivery().band();
    }

    private Entry entry(String band) {
        return new Entry(new Recorded(band, answers), new Telemetry(List.of()), List.of(), null);
    }

    private record Recorded(String band, List<String> answers) implements Delivery {
        @Override
        public Topic.Kind kind() {
            return Topic.Kind.TELEMETRY;
        }

        @Override
        public String topic() {
            return "t";
        }

        @Override
        public byte[] payload() {
            return new byte[0];
        }

        @Override
        public Instant receivedAt() {
            return Instant.EPOCH;
        }

        @Override
        public void acknowledge() {
            answers.add("ack " + band);
        }

        @Override
        public void refuse(Refusal why) {
            answers.add("refuse " + band + " " + why.reason().code());
        }
    }
}
