package io.kanhu.server.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.alerting.care.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesOnRecordingTest {
    private static final Instant TEN = Instant.parse("2026-03-21T10:00:00Z");

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void eachAlarmIsPrintedWithItsReasonAndCountedBesideThresholds() throws IOException {
        StringBuilder csv = new StringBuilder("person,time,hr,steps\n");
        for (int minute = 0; minute < 60; minute++) {
            int bpm = minute >= 20 && minute < 30 ? 140 : 72;
            csv.append("li,")
                    .append(TEN.plusSeconds(60L * minute))
                    .append(',')
                    .append(bpm)
                    .append(",500\n");
            csv.append("wu,")
                    .append(TEN.plusSeconds(60L * minute))
                    .append(',')
                    .append(minute == 9 ? 125 : 72)
                    .append(",\n");
        }
        Path file = Files.writeString(folder.resolve("two.csv"), csv);
        new RulesOnRecording(file, ZoneOffset.UTC, List.of(), null, lines::add).run(true);
        assertThat(lines)
                .containsExactly(
                        "2026-03-21T10:25  li  emergency heart_rate_high"
                                + " {\"bpm\":140,\"limit\":131,\"minutes\":5,\"readings\":6,\"beyond\":6,\"motion\":\"rest\"}",
                        "two.csv: 120 observations, 0.08 person-days",
                        "  emergency              1, 12.000 per person-day",
                        "  attention              0, 0.000 per person-day",
                        "  threshold 120/50       2, 24.000 per person-day",
                        "  threshold 100/60       2, 24.000 per person-day");
    }

    @Test
    void zonesStillnessAndWhatIsUsualAreTriedToo() throws IOException {
        StringBuilder csv = new StringBuilder("time,hr,steps,lat,lon\n");
        Instant midnight = Instant.parse("2026-03-01T00:00:00Z");
        for (int minute = 0; minute < 9 * 24 * 60; minute += 10) {
            int day = minute / 1440;
            int hour = minute / 60 % 24;
            boolean ill = day == 8 && hour == 3;
            boolean out = day == 8 && hour == 9;
            int steps = day == 8 && hour > 9 ? 5000 : minute % 1440;
            csv.append(midnight.plusSeconds(60L * minute))
                    .append(ill ? ",96," : ",62,")
                    .append(steps)
                    .append(out ? ",35.01,111\n" : ",35,111\n");
        }
        Path file = Files.writeString(folder.resolve("nine-days.csv"), csv);
        new RulesOnRecording(file, ZoneOffset.UTC, List.of(new Zone(35, 111, 300, false)), null, lines::add).run(false);
        assertThat(lines)
                .startsWith(
                        "2026-03-09T03:30  one person  attention heart_rate_high"
                                + " {\"bpm\":96,\"limit\":90,\"usual\":62,\"minutes\":30,\"readings\":4,\"beyond\":4,\"motion\":\"rest\"}",
                        "2026-03-09T09:10  one person  attention left_safe_zone"
                                + " {\"metres\":813,\"accuracy\":15,\"fixes\":2,\"seconds\":600}",
                        "2026-03-09T14:50  one person  attention immobile {\"hours\":5}");
    }

    @Test
    void whatCannotBeTriedOnIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("walk.csv"), "time,lat,lon\n2026-03-21T10:00:00Z,35.0,111.0\n");
        assertThatThrownBy(() -> new RulesOnRecording(file, ZoneOffset.UTC, List.of(), null, lines::add).run(false))
                .isInstanceOf(UnreadableRecording.class)
                .hasMessageContaining("no column of times beside one of pulses or pressures");
    }
}
