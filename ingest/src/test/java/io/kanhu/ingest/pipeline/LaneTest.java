package io.kanhu.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kanhu.ingest.Recorded;
import io.kanhu.ingest.store.BatchWriter;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.Refusal;
import io.kanhu.protocol.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LaneTest {
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private @Nullable Lane lane;

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
        logger().setAdditive(false);
    }

    @AfterEach
    void close() {
        if (lane != null) {
            lane.close();
        }
        logger().detachAppender(log);
        logger().setAdditive(true);
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
    void aMessageOnWhichKanhuFailsIsRefusedAloneAndLoggedOnceAndTheLaneGoesOn() {
        Lane open = laneOf(batch -> {
            if (batch.stream().anyMatch(e -> e.message() != null && band(e).equals("culprit"))) {
                throw new IllegalStateException("a hook's bug");
            }
            batch.stream().filter(e -> e.message() != null).forEach(e -> stored.add(band(e)));
        });
        for (String band : List.of("b1", "culprit", "b2", "b3", "b4")) {
            open.offer(entry(band));
        }
        open.start();
        await().until(() -> answers.size() == 5);
        open.offer(entry("b5"));
        await().until(() -> answers.size() == 6);

        assertThat(stored).containsExactly("b1", "b2", "b3", "b4", "b5");
        assertThat(answers)
                .containsExactlyInAnyOrder(
                        "ack b1", "refuse culprit malformed", "ack b2", "ack b3", "ack b4", "ack b5");
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).contains("lane=test", "band=culprit");
            assertThat(line.getThrowableProxy().getMessage()).isEqualTo("a hook's bug");
        });
        assertThat(failures()).isEqualTo(1);
        assertThat(open.problem()).isEmpty();
    }

    @Test
    void whatIsRefusedIsHandedToTheWriterAsARefusalThatClearsTheBand() {
        List<Refusal> recorded = new CopyOnWriteArrayList<>();
        Lane open = laneOf(batch -> {
            if (batch.getFirst().message() != null) {
                throw new IllegalStateException("a bug");
            }
            recorded.addAll(batch.getFirst().refusals());
        });
        open.offer(entry("b1"));
        open.start();
        await().until(() -> answers.size() == 1);
        assertThat(recorded)
                .singleElement()
                .extracting(Refusal::detail)
                .asString()
                .contains("not the band's fault", "IllegalStateException");
    }

    @Test
    void aMessageWhoseRefusalCannotBeRecordedEitherIsAnsweredAndCountedOnce() {
        Lane open = laneOf(batch -> {
            throw new IllegalStateException("a bug for every message");
        });
        open.offer(entry("b1"));
        open.start();
        await().until(() -> answers.size() == 1);
        assertThat(answers).containsExactly("refuse b1 malformed");
        assertThat(failures()).isEqualTo(1);
    }

    @Test
    void aPoolThatGivesNoConnectionIsWaitedForAlthoughItNamesNoState() {
        AtomicInteger attempts = new AtomicInteger();
        Lane open = laneOf(batch -> {
            if (attempts.incrementAndGet() < 3) {
                throw new SQLTransientConnectionException("request timed out after 5000ms");
            }
            batch.forEach(e -> stored.add(band(e)));
        });
        open.offer(entry("b1"));
        open.start();
        await().until(() -> answers.size() == 1);
        assertThat(stored).containsExactly("b1");
        assertThat(answers).containsExactly("ack b1");
        assertThat(failures()).isZero();
    }

    @Test
    void whoIsInterruptedInAWriteRefusesNothing() {
        Lane open = laneOf(batch -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a connection");
        });
        open.offer(entry("b1"));
        open.start();
        await().until(() -> open.problem().isPresent());
        assertThat(answers).isEmpty();
    }

    @Test
    void anAnswerThatFailsKeepsNobodyElseFromTheirs() {
        Lane open = laneOf(batch -> batch.forEach(e -> stored.add(band(e))));
        open.offer(entry("mute"));
        open.offer(entry("b1"));
        open.start();
        await().until(() -> answers.size() == 1);
        assertThat(answers).containsExactly("ack b1");
        assertThat(stored).containsExactly("mute", "b1");
    }

    @Test
    void aLaneThatBreaksDownSaysSo() {
        Lane open = laneOf(batch -> {
            throw new NoClassDefFoundError("half an installation");
        });
        open.offer(entry("b1"));
        open.start();
        await().dontCatchUncaughtExceptions().until(() -> open.problem().isPresent());
        assertThat(open.problem()).hasValueSatisfying(why -> assertThat(why).contains("test lane has broken down"));
        assertThat(answers).isEmpty();
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

    @Test
    void aLaneThatWasNeverStartedCanBeClosed() {
        Lane open = laneOf(batch -> batch.forEach(e -> stored.add(band(e))));
        open.offer(entry("b1"));
        open.close();
        assertThat(stored).isEmpty();
        assertThat(answers).isEmpty();
    }

    private Lane laneOf(BatchWriter writer) {
        Lane created =
                new Lane(LaneOptions.atOnce("test", 10L * entry("b1").bytes(), 5), writer, Clock.systemUTC(), metrics);
        lane = created;
        return created;
    }

    private double failures() {
        return metrics.get("kanhu.ingest.failures")
                .tag("lane", "test")
                .counter()
                .count();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Lane.class);
    }

    private static String band(Entry entry) {
        return entry.delivery().band();
    }

    private Entry entry(String band) {
        return new Entry(new Recorded(band, answers), new Telemetry(List.of()), List.of(), null);
    }
}
