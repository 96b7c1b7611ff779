package io.kanhu.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.simulator.band.Report;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Instant RECORDED = Instant.parse("2013-06-24T14:19:57.250Z");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void theLastSampleEndsAtTheGivenTimeAndTheIntervalsStay() {
        assertThat(replayed(NOW, RECORDED, RECORDED.plusSeconds(1), RECORDED.plusSeconds(3600)))
                .containsExactly(NOW.minusSeconds(3600), NOW.minusSeconds(3599), NOW);
    }

    @Test
    void theLatestSampleCountsAsTheLastWhereverItStands() {
        assertThat(replayed(NOW, RECORDED.plusSeconds(9), RECORDED)).containsExactly(NOW, NOW.minusSeconds(9));
    }

    @Test
    void keptTimesAreThoseOfTheRecording() {
        Replay replay = new Replay(recording(RECORDED), null, 1, Clock.systemUTC());
        assertThat(replay.reports()).extracting(Report::millis).containsExactly(RECORDED.toEpochMilli());
    }

    @Test
    void everyValueGoesWithItsSample() {
        Recording recording = Recording.of(
                List.of(
                        new Sample(RECORDED, 66, 130, 80, 35.5, 110.5),
                        new Sample(RECORDED, null, null, null, 35.6, 110.6)),
                0);
        long millis = NOW.toEpochMilli();
        assertThat(new Replay(recording, NOW, 1, Clock.systemUTC()).reports())
                .containsExactly(
                        new Report(millis, 66, 130, 80, 35.5, 110.5, null, null),
                        new Report(millis, null, null, null, 35.6, 110.6, null, null));
    }

    private static List<Instant> replayed(Instant end, Instant... recorded) {
        return new Replay(recording(recorded), end, 1, Clock.systemUTC())
                .reports().stream()
                        .map(report -> Instant.ofEpochMilli(report.millis()))
                        .toList();
    }

    private static Recording recording(Instant... recorded) {
        return Recording.of(
                Stream.of(recorded)
                        .map(at -> new Sample(at, 66, null, null, null, null))
                        .toList(),
                0);
    }
}
