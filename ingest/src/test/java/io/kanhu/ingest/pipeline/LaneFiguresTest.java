package io.kanhu.ingest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.Recorded;
import io.kanhu.ingest.store.Entry;
import io.kanhu.protocol.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LaneFiguresTest {
    private static final double SECONDS_SINCE_ARRIVAL = 7;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void whatIsNotCommittedYetGrowsOldInTheFigures() {
        AtomicBoolean away = new AtomicBoolean(true);
        Clock clock = Clock.fixed(Instant.ofEpochSecond((long) SECONDS_SINCE_ARRIVAL), ZoneOffset.UTC);
        try (Lane lane = new Lane(LaneOptions.atOnce("test", 1 << 20, 5), batch -> writeUnless(away), clock, metrics)) {
            assertThat(oldestWaitingSeconds()).isZero();
            lane.offer(new Entry(
                    new Recorded("b1", new CopyOnWriteArrayList<>()), new Telemetry(List.of()), List.of(), null));
            assertThat(oldestWaitingSeconds()).isEqualTo(SECONDS_SINCE_ARRIVAL);
            lane.start();
            await().until(() -> lane.problem().isPresent());
            // It is in the writer's hand and in no queue now.
            assertThat(gauge("kanhu.ingest.queue")).isZero();
            assertThat(oldestWaitingSeconds()).isEqualTo(SECONDS_SINCE_ARRIVAL);
            away.set(false);
            await().until(() -> oldestWaitingSeconds() == 0);
        }
    }

    private static void writeUnless(AtomicBoolean away) throws SQLException {
        if (away.get()) {
            throw new SQLException("the connection is closed", "08006");
        }
    }

    private double oldestWaitingSeconds() {
        return gauge("kanhu.ingest.oldest.waiting.seconds");
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }
}
