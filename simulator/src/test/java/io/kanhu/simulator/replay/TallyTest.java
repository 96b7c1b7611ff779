package io.kanhu.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.simulator.band.Puback;
import io.kanhu.simulator.band.Report;
import io.kanhu.simulator.replay.Replay.Refused;
import io.kanhu.simulator.replay.Replay.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a replay says of itself, for answers that say less. */
class TallyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final long MILLIS = NOW.toEpochMilli();
    private static final Puback TAKEN = new Puback(0, "");

    private final Forecast forecast = new Forecast();
    private final Tally tally = new Tally();

    @Test
    void oneBadReportOfAnArrayIsRefusedThoughItsMessageIsAcknowledged() {
        count(TAKEN, pulse(0, 70), pulse(1, 20), pulse(2, 0), pulse(3, 72));
        Result result = tally.result(4);
        assertThat(result.acknowledged()).isEqualTo(2);
        assertThat(result.vitalRows()).isEqualTo(2);
        assertThat(result.refusals().keySet()).containsExactly("implausible", "nothing_measured");
        assertThat(result.refusals().get("implausible"))
                .isEqualTo(new Refused(1, "hr: Found 20, expected 25 to 230 beats per minute."));
        assertThat(result.isComplete()).isFalse();
    }

    @Test
    void aBadValueBesideAGoodOneIsToldApart() {
        count(TAKEN, new Report(MILLIS, 20, null, null, 35.0, 110.0, null, null));
        Result result = tally.result(1);
        assertThat(result.acknowledged()).isEqualTo(1);
        assertThat(result.vitalRows()).isZero();
        assertThat(result.positionRows()).isEqualTo(1);
        assertThat(result.refusals()).isEmpty();
        assertThat(result.partly().get("implausible")).isNotNull();
        assertThat(result.isComplete()).isFalse();
    }

    @Test
    void aMessageThatTheServerRefusesIsRefusedForItsReason() {
        count(new Puback(0x99, "unknown_band: no band x is enrolled; import it"), pulse(0, 70), pulse(1, 71));
        count(new Puback(0x87, ""), pulse(2, 70));
        Result result = tally.result(3);
        assertThat(result.acknowledged()).isZero();
        assertThat(result.vitalRows()).isZero();
        assertThat(result.refusals())
                .isEqualTo(Map.of(
                        "unknown_band",
                        new Refused(2, "no band x is enrolled; import it"),
                        "reason code 135",
                        new Refused(1, "reason code 135")));
    }

    @Test
    void inARefusedMessageEveryReportHasItsOwnReason() {
        long longAgo = MILLIS - Duration.ofDays(31).toMillis();
        count(new Puback(0x99, "implausible: [0].hr: Found 20, …"), pulse(0, 20), Report.heartRate(longAgo, 70));
        assertThat(tally.result(2).refusals().keySet()).containsExactly("clock", "implausible");
    }

    @Test
    void reportsOfOneMomentShareARowUnlessTheOtherIsRefused() {
        count(TAKEN, pulse(0, 70), pulse(0, 71), pulse(1, 20), pulse(1, 72));
        count(TAKEN, new Report(MILLIS, null, null, null, 35.0, 110.0, null, null));
        Result result = tally.result(5);
        assertThat(result.acknowledged()).isEqualTo(4);
        assertThat(result.simultaneous()).isEqualTo(2);
        assertThat(result.vitalRows()).isEqualTo(2);
        assertThat(result.positionRows()).isEqualTo(1);
    }

    @Test
    void theFirstReasonOfALostConnectionIsKept() {
        assertThat(tally.lost()).isNull();
        tally.count(List.of(), null, new IllegalStateException("first"));
        tally.count(List.of(), null, new IllegalStateException("second"));
        assertThat(tally.lost()).contains("first");
    }

    private void count(Puback answer, Report... message) {
        tally.count(Stream.of(message).map(report -> forecast.of(report, NOW)).toList(), answer, null);
    }

    private static Report pulse(long after, int bpm) {
        return Report.heartRate(MILLIS + after, bpm);
    }
}
