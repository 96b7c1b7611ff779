package io.kanhu.simulator.band;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.protocol.BloodPressure;
import io.kanhu.protocol.Decoded;
import io.kanhu.protocol.Decoder;
import io.kanhu.protocol.Fix;
import io.kanhu.protocol.Telemetry;
import io.kanhu.protocol.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final long MILLIS = NOW.toEpochMilli();

    @Test
    void whatWasNotMeasuredIsNotSaid() {
        assertThat(Report.heartRate(MILLIS, 71).toJson()).isEqualTo("{\"ts\":1772359200000,\"hr\":71}");
    }

    @Test
    void oneReportIsAnObjectAndSeveralAreAnArray() {
        Report report = Report.heartRate(MILLIS, 71);
        assertThat(Report.toJson(List.of(report))).isEqualTo("{\"ts\":1772359200000,\"hr\":71}");
        assertThat(Report.toJson(List.of(report, Report.heartRate(MILLIS + 1, 72))))
                .isEqualTo("[{\"ts\":1772359200000,\"hr\":71},{\"ts\":1772359200001,\"hr\":72}]");
    }

    @Test
    void theServersDecoderReadsEverythingThatWasMeasured() {
        Report full = new Report(MILLIS, 71, 143, 82, 35.0312345, 110.9912345, 64, 1203);
        Decoded decoded =
                new Decoder().decode(Topic.Kind.TELEMETRY, full.toJson().getBytes(StandardCharsets.UTF_8), NOW);
        assertThat(decoded.refusals()).isEmpty();
        assertThat(decoded.message())
                .isEqualTo(new Telemetry(List.of(new io.kanhu.protocol.Report(
                        NOW,
                        71,
                        new BloodPressure(143, 82),
                        null,
                        null,
                        1203,
                        new Fix(35.0312345, 110.9912345, null, null),
                        64,
                        null,
                        null))));
    }

    @Test
    void halfAPressureAndHalfAPlaceAreNotSaid() {
        assertThat(new Report(MILLIS, null, 143, null, 35.0, null, null, null).toJson())
                .isEqualTo("{\"ts\":1772359200000}");
    }
}
