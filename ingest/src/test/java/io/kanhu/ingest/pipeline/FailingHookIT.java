package io.kanhu.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.Delivery;
import io.kanhu.ingest.Neighbourhood;
import io.kanhu.ingest.RecordingHook;
import io.kanhu.ingest.SosHook;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a mistake of ours in the hook costs: the one press it is about, which is on record, and nobody else's. */
class FailingHookIT {
    private static final List<String> BANDS = List.of("b1", "throws", "no-such-parameter", "no-such-function", "b2");
    private static Neighbourhood town;

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @BeforeAll
    static void open() {
        town = new Neighbourhood(BANDS.toArray(String[]::new));
    }

    @AfterAll
    static void close() {
        town.close();
    }

    @Test
    void pressesThatTheHookFailsOnAreOnRecordAndTheOthersAreStored() {
        try (Pipeline pipeline = pipelineWith(new Buggy())) {
            BANDS.forEach(band -> pipeline.offer(new Press(band, "p1", answers)));
            pipeline.start();
            await().until(() -> answers.size() == BANDS.size());
            pipeline.offer(new Press("b1", "p2", answers));
            await().until(() -> answers.contains("ack b1 p2"));
            assertThat(pipeline.problem()).isEmpty();
        }
        assertThat(answers)
                .contains(
                        "ack b1 p1",
                        "ack b2 p1",
                        "refuse throws p1",
                        "refuse no-such-parameter p1",
                        "refuse no-such-function p1");
        assertThat(stringsOf("SELECT band || ' ' || press_id FROM sos_press ORDER BY 1"))
                .containsExactly("b1 p1", "b1 p2", "b2 p1");
        assertThat(stringsOf("SELECT band || ' ' || convert_from(payload, 'UTF8') FROM rejected_message"
                        + " WHERE topic LIKE '%/sos' ORDER BY band"))
                .containsExactly(
                        "no-such-function {\"id\":\"p1\"}",
                        "no-such-parameter {\"id\":\"p1\"}",
                        "throws {\"id\":\"p1\"}");
        assertThat(metrics.get("kanhu.ingest.failures")
                        .tag("lane", "sos")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aHookThatFailsAfterTheCommitRefusesNothing() {
        SosHook failsLate = new Buggy() {
            @Override
            public void committed() {
                throw new IllegalStateException("a bug after the commit");
            }
        };
        try (Pipeline pipeline = pipelineWith(failsLate)) {
            pipeline.offer(new Press("b2", "p9", answers));
            pipeline.start();
            await().until(() -> answers.size() == 1);
        }
        assertThat(answers).containsExactly("ack b2 p9");
        assertThat(stringsOf("SELECT band FROM sos_press WHERE press_id = 'p9'"))
                .containsExactly("b2");
    }

    private Pipeline pipelineWith(SosHook hook) {
        return town.pipeline(hook, metrics);
    }

    private static List<String> stringsOf(String sql) {
        return town.jdbi()
                .withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
    }

    private static class Buggy implements SosHook {
        private final RecordingHook well = new RecordingHook();

        @Override
        public long raise(Handle handle, Pressed pressed) {
            switch (pressed.band()) {
                case "throws" -> throw new IllegalStateException("a bug");
                case "no-such-parameter" ->
                    handle.createQuery("SELECT :forgotten").mapTo(String.class).one();
                case "no-such-function" -> handle.execute("SELECT forgotten(1)");
                default -> {}
            }
            return well.raise(handle, pressed);
        }

        @Override
        public void callOff(Handle handle, long alertId, Instant cancelledAt, Instant receivedAt) {
            well.callOff(handle, alertId, cancelledAt, receivedAt);
        }

        @Override
        public void committed() {
            well.committed();
        }
    }

    private record Press(String band, String id, List<String> answers) implements Delivery {
        @Override
        public Topic.Kind kind() {
            return Topic.Kind.SOS;
        }

        @Override
        public String topic() {
            return Topic.nameOf(kind(), band);
        }

        @Override
        public byte[] payload() {
            return ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Instant receivedAt() {
            return Instant.now();
        }

        @Override
        public void acknowledge() {
            answers.add("ack " + band + " " + id);
        }

        @Override
        public void refuse(Refusal why) {
            answers.add("refuse " + band + " " + id);
        }
    }
}
