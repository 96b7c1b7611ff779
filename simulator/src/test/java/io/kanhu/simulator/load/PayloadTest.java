package io.kanhu.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kanhu.protocol.Decoded;
import io.kanhu.protocol.Decoder;
import io.kanhu.protocol.SosPress;
import io.kanhu.protocol.Telemetry;
import io.kanhu.protocol.Topic;
import io.kanhu.simulator.load.Mix.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");

    private final Payload payload = new Payload();

    @ParameterizedTest
    @EnumSource
    void everyKindIsTakenAsAWholeAtEveryMoment(Kind kind) {
        for (int millis = 0; millis < 1_000; millis++) {
            Instant at = NOW.plusMillis(millis);
            payload.write(kind, at.toEpochMilli());
            Decoded decoded = new Decoder()
                    .decode(
                            kind == Kind.PRESS ? Topic.Kind.SOS : Topic.Kind.TELEMETRY,
                            Arrays.copyOf(payload.bytes(), payload.length()),
                            at);
            assertThat(decoded.refusals()).isEmpty();
            switch (Objects.requireNonNull(decoded.message())) {
                case SosPress press -> {
                    assertThat(kind).isEqualTo(Kind.PRESS);
                    assertThat(press.pressedAt()).isEqualTo(at);
                }
                case Telemetry telemetry ->
                    assertThat(telemetry.reports()).singleElement().satisfies(report -> {
                        assertThat(report.measuredAt()).isEqualTo(at);
                        assertThat(report.hasVitalSigns()).isEqualTo(kind != Kind.PLACE_AND_BATTERY);
                        assertThat(report.fix() != null).isEqualTo(kind == Kind.PLACE_AND_BATTERY);
                    });
                default -> fail("no load sends " + decoded.message());
            }
        }
    }

    @Test
    void aCityIsSevenTenthsPulsesOneTenthPressuresAndTwoTenthsPlaces() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (int band = 0; band < 10; band++) {
            for (int message = 0; message < 100; message++) {
                counts.merge(Mix.CITY.kindOf(band, message), 1, Integer::sum);
            }
        }
        assertThat(counts)
                .isEqualTo(Map.of(Kind.PULSE, 700, Kind.PULSE_AND_PRESSURE, 100, Kind.PLACE_AND_BATTERY, 200));
    }
}
