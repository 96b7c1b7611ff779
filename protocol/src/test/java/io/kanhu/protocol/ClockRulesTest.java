package io.kanhu.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockRulesTest {
    private static final long ARRIVAL = Received.AT.toEpochMilli();

    // Annotations take constants only; a test below holds them against the arrival.
    private static final long TS = 1_772_352_000_000L;
    private static final long LATEST = 1_772_438_430_000L;
    private static final long EARLIEST = 1_769_760_030_000L;

    @ParameterizedTest
    @ValueSource(longs = {EARLIEST, LATEST})
    void aReportOnTheEdgeIsTaken(long ts) {
        assertThat(Received.telemetry("{\"ts\":" + ts + ",\"hr\":70}")
                        .whole()
                        .theReport()
                        .measuredAt())
                .isEqualTo(Instant.ofEpochMilli(ts));
    }

    @ParameterizedTest
    @ValueSource(longs = {EARLIEST - 1, LATEST + 1, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void aReportBeyondIsRefused(long ts) {
        Received.telemetry("{\"ts\":" + ts + ",\"hr\":70}").isRefused("clock ts");
    }

    @Test
    void theEdgesAreADayAheadAndThirtyDaysBack() {
        assertThat(TS).isEqualTo(Received.TS);
        assertThat(LATEST).isEqualTo(ARRIVAL + Duration.ofHours(24).toMillis());
        assertThat(EARLIEST).isEqualTo(ARRIVAL - Duration.ofDays(30).toMillis());
    }

    @Test
    void theReasonToldNamesTheUsualMistake() {
        Received seconds = Received.telemetry("{\"ts\":" + ARRIVAL / 1000 + ",\"hr\":70}");
        assertThat(seconds.decoded().refusals().getFirst().detail()).endsWith("this looks like seconds.");
        Received stopped = Received.telemetry("{\"ts\":0,\"hr\":70}");
        assertThat(stopped.decoded().refusals().getFirst().detail()).doesNotContain("looks like");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "99999999999999999999", "-99999999999999999999", "18446745846061551616"})
    void aTimeBeyondEveryTypeIsRefusedAndNotFolded(String ts) {
        Received.telemetry("{\"ts\":" + ts + ",\"hr\":70}").isRefused("clock ts");
        assertThat(Received.sos("{\"id\":\"p\",\"ts\":" + ts + "}")
                        .whole()
                        .press()
                        .clockBelieved())
                .isFalse();
    }

    @Test
    void aFractionOfAMillisecondIsRounded() {
        assertThat(Received.telemetry("{\"ts\":" + TS + ".4,\"hr\":70}")
                        .whole()
                        .theReport()
                        .measuredAt())
                .isEqualTo(Instant.ofEpochMilli(TS));
    }

    @ParameterizedTest
    @ValueSource(longs = {EARLIEST, LATEST, TS})
    void aPressWithABelievedClockIsDatedByIt(long ts) {
        SosPress press =
                Received.sos("{\"id\":\"p\",\"ts\":" + ts + "}").whole().press();
        assertThat(press.clockBelieved()).isTrue();
        assertThat(press.pressedAt()).isEqualTo(Instant.ofEpochMilli(ts));
        assertThat(press.deviceMillis()).isEqualTo(ts);
    }

    @ParameterizedTest
    @ValueSource(longs = {EARLIEST - 1, LATEST + 1, 0, -2147483647793L, Long.MAX_VALUE, Long.MIN_VALUE})
    void aPressWithAnyOtherClockIsBelievedAndDatedByItsArrival(long ts) {
        SosPress press =
                Received.sos("{\"id\":\"p\",\"ts\":" + ts + "}").whole().press();
        assertThat(press.clockBelieved()).isFalse();
        assertThat(press.pressedAt()).isEqualTo(Received.AT);
        assertThat(press.isFullPress()).isTrue();
    }

    @Test
    void aCancelWithAnyOtherClockIsBelievedToo() {
        assertThat(Received.sos("{\"id\":\"p\",\"ts\":0,\"cancel\":true}")
                        .whole()
                        .cancel())
                .isEqualTo(new SosCancel("p", Received.AT));
    }

    @Test
    void aStatusWithoutATimeIsDatedByItsArrival() {
        assertThat(Received.status("{\"online\":true}").whole().statusReport().reportedAt())
                .isEqualTo(Received.AT);
        assertThat(Received.status("{\"ts\":null,\"online\":true}")
                        .whole()
                        .statusReport()
                        .reportedAt())
                .isEqualTo(Received.AT);
    }

    @ParameterizedTest
    @ValueSource(longs = {EARLIEST - 1, LATEST + 1, 0})
    void aStatusOfAnotherTimeIsRefused(long ts) {
        Received.status("{\"online\":true,\"ts\":" + ts + "}").isRefused("clock ts");
    }

    @ParameterizedTest
    @ValueSource(longs = {EARLIEST, LATEST})
    void aStatusOnTheEdgeIsTaken(long ts) {
        assertThat(Received.status("{\"online\":true,\"ts\":" + ts + "}")
                        .whole()
                        .statusReport()
                        .reportedAt())
                .isEqualTo(Instant.ofEpochMilli(ts));
    }

    @Test
    void anArrivalIsKeptInMillisecondsWhereItDatesAReport() {
        Instant arrival = Received.AT.plusNanos(123_456_789);
        Decoded decoded =
                new Decoder().decode(Topic.Kind.THINGSBOARD, "{\"hr\":70}".getBytes(StandardCharsets.UTF_8), arrival);
        assertThat(new Received(decoded).theReport().measuredAt()).isEqualTo(arrival.truncatedTo(ChronoUnit.MILLIS));
    }
}
