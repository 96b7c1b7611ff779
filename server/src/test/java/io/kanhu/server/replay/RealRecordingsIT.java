package io.kanhu.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Town;
import io.kanhu.server.replay.SharedData.Point;
import io.kanhu.server.replay.Stored.Place;
import io.kanhu.server.replay.Stored.Vital;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What real devices recorded, played as bands of the demo town: every valid sample is stored with its value, and what is not is
 * told with its reason. What to expect is read from the files here, not by the simulator.
 */
@Tag("long")
class RealRecordingsIT {
    private static final Duration BELIEVED = Duration.ofDays(30);

    @TempDir
    static Path data;

    private static Town town;

    @BeforeAll
    static void start() {
        // A month of a band in a few seconds is far over any quota.
        town = Town.start(data, Map.of("kanhu.mqtt.quota", "100000"));
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void everyMinuteOfAMonthOfPulsesIsStoredButTheFirstHoursWhichAreMoreThanThirtyDaysOld() throws IOException {
        Path file = SharedData.recording("heart-rate-1min-17days.csv");
        Map<Instant, Vital> recorded = minutes(file);
        Instant last = lastOf(recorded);
        Played played = Played.as(town, 0, file);
        Stored stored = Stored.of(town, 0);
        played.addsUpTo(stored);
        Map<Instant, Vital> believed = new HashMap<>();
        recorded.forEach((at, pulse) -> {
            if (at.isAfter(last.minus(BELIEVED))) {
                believed.put(at.plus(Duration.between(last, played.end())), pulse);
            }
        });
        assertThat(stored.vitals()).isEqualTo(believed);
        int tooOld = recorded.size() - believed.size();
        assertThat(played.count("in the file")).isEqualTo(recorded.size());
        assertThat(played.count("refused, clock")).isEqualTo(tooOld).isPositive();
        assertThat(played.example("refused, clock")).contains("at most 30 days before");
        assertThat(stored.refusals()).isEqualTo(Map.of("clock", tooOld));
    }

    @Test
    void itIsStoredToTheLastMinuteIfItEndsAFewHoursAheadAndPlayingItAgainAddsNothing() throws IOException {
        Path file = SharedData.recording("heart-rate-1min-17days.csv");
        Map<Instant, Vital> recorded = minutes(file);
        Instant end = Instant.now().plus(Duration.ofHours(12)).truncatedTo(ChronoUnit.SECONDS);
        String[] options = {"--end-at", end.toString(), "--batch", "500"};
        Played played = Played.as(town, 1, file, options);
        Stored stored = Stored.of(town, 1);
        played.addsUpTo(stored);
        assertThat(played.code()).isZero();
        assertThat(stored.vitals()).isEqualTo(shifted(recorded, lastOf(recorded), end));
        assertThat(Played.as(town, 1, file, options).count("acknowledged")).isEqualTo(recorded.size());
        assertThat(Stored.of(town, 1)).isEqualTo(stored);
    }

    @Test
    void everySecondOfARunIsStoredWithPlaceAndPulse() throws IOException {
        Path file = SharedData.recording("gps-heart-rate-1s-2013-06-24.csv");
        List<Map<String, String>> rows = SharedData.rows(file);
        Map<Instant, Vital> pulses = new HashMap<>();
        Map<Instant, Place> places = new HashMap<>();
        for (Map<String, String> row : rows) {
            Instant at = Instant.parse(cell(row, "time_utc"));
            pulses.putIfAbsent(at, Vital.pulse(number(row, "hr_bpm")));
            if (!isMissing(row, "lat")) {
                places.putIfAbsent(
                        at, new Place(Double.parseDouble(cell(row, "lat")), Double.parseDouble(cell(row, "lon"))));
            }
        }
        Played played = Played.as(town, 2, file);
        Stored stored = Stored.of(town, 2);
        played.addsUpTo(stored);
        assertThat(played.code()).isZero();
        assertThat(played.count("in the file")).isEqualTo(rows.size());
        assertThat(played.count("at the time of another")).isEqualTo(rows.size() - pulses.size());
        assertThat(stored.vitals()).isEqualTo(shifted(pulses, lastOf(pulses), played.end()));
        assertThat(stored.places()).isEqualTo(shifted(places, lastOf(pulses), played.end()));
    }

    @Test
    void aDayAndANightOfOnePersonsPressureIsStored() throws IOException {
        Path file = SharedData.recording("ambulatory-bp-5people.csv");
        List<Map<String, String>> all = SharedData.rows(file);
        Map<Instant, Vital> readings = new HashMap<>();
        int rows = 0;
        for (Map<String, String> row : all) {
            if (cell(row, "ID").equals("70417") && cell(row, "VISIT").equals("1")) {
                rows++;
                readings.putIfAbsent(local(cell(row, "DATE.TIME").replace(' ', 'T')), pressure(row));
            }
        }
        Played played = Played.as(town, 3, file, "--where", "ID=70417", "--where", "VISIT=1");
        Stored stored = Stored.of(town, 3);
        played.addsUpTo(stored);
        assertThat(played.code()).isZero();
        assertThat(played.count("left out by --where")).isEqualTo(all.size() - rows);
        assertThat(played.count("at the time of another")).isEqualTo(rows - readings.size());
        assertThat(stored.vitals()).isEqualTo(shifted(readings, lastOf(readings), played.end()));
    }

    @Test
    void ofTwoVisitsMonthsApartTheFirstIsTooOldToBeBelieved() throws IOException {
        Path file = SharedData.recording("ambulatory-bp-5people.csv");
        Map<Instant, Vital> readings = new HashMap<>();
        for (Map<String, String> row : SharedData.rows(file)) {
            if (cell(row, "ID").equals("70422")) {
                readings.put(local(cell(row, "DATE.TIME").replace(' ', 'T')), pressure(row));
            }
        }
        Instant last = lastOf(readings);
        Played played = Played.as(town, 4, file, "--where", "ID=70422", "--batch", "7");
        Stored stored = Stored.of(town, 4);
        played.addsUpTo(stored);
        int all = readings.size();
        readings.keySet().removeIf(at -> at.isBefore(last.minus(BELIEVED)));
        assertThat(played.count("refused, clock"))
                .isEqualTo(all - readings.size())
                .isPositive();
        assertThat(stored.vitals()).isEqualTo(shifted(readings, last, played.end()));
    }

    @Test
    void rawPulsesOfEveryFewSecondsAreStoredFromThePackedFile() throws IOException {
        Path file = SharedData.recording("heart-rate-raw-5s.csv.gz");
        Map<Instant, Vital> recorded = new HashMap<>();
        for (Map<String, String> row : SharedData.rows(file)) {
            recorded.put(local(cell(row, "time_local")), Vital.pulse(number(row, "hr")));
        }
        Played played = Played.as(town, 5, file, "--batch", "200");
        Stored stored = Stored.of(town, 5);
        played.addsUpTo(stored);
        assertThat(played.code()).isZero();
        assertThat(stored.vitals()).isEqualTo(shifted(recorded, lastOf(recorded), played.end()));
    }

    @Test
    void aHikeIsStoredWithoutThePointsThatCarryNoTime() throws IOException {
        Path file = SharedData.recording("korita-zbevnica.gpx");
        List<Point> points = SharedData.points(file);
        Map<Instant, Place> places = placesOf(points);
        Played played = Played.as(town, 6, file);
        Stored stored = Stored.of(town, 6);
        played.addsUpTo(stored);
        assertThat(played.code()).isZero();
        assertThat(played.count("in the file")).isEqualTo(points.size());
        assertThat(played.count("left out, without a time")).isEqualTo(358);
        assertThat(stored.places()).hasSize(513).isEqualTo(shifted(places, lastOf(places), played.end()));
    }

    @Test
    void aHikeWithABrokenClockIsRefusedForItAndNothingIsStored() throws IOException {
        Path file = SharedData.recording("Mojstrovka.gpx");
        int points = SharedData.points(file).size();
        Played played = Played.as(town, 7, file, "--keep-time");
        Stored stored = Stored.of(town, 7);
        played.addsUpTo(stored);
        assertThat(played.code()).isEqualTo(3);
        assertThat(played.count("refused, clock")).isEqualTo(points).isPositive();
        assertThat(played.example("refused, clock")).contains("1901-12-13", "at most 30 days before");
        assertThat(stored.places()).isEmpty();
        assertThat(stored.refusals()).isEqualTo(Map.of("clock", points));
    }

    @Test
    void aClockThatStoodStillMakesOneMomentOfAHike() throws IOException {
        Path file = SharedData.recording("Mojstrovka.gpx");
        Played played = Played.as(town, 8, file, "--batch", "50");
        Stored stored = Stored.of(town, 8);
        played.addsUpTo(stored);
        assertThat(played.count("acknowledged"))
                .isEqualTo(SharedData.points(file).size());
        assertThat(stored.places()).hasSizeBetween(1, 2);
    }

    private static Map<Instant, Vital> minutes(Path file) throws IOException {
        Map<Instant, Vital> minutes = new HashMap<>();
        for (Map<String, String> row : SharedData.rows(file)) {
            minutes.put(local(cell(row, "minute")), Vital.pulse(number(row, "hr_mean")));
        }
        return minutes;
    }

    private static Map<Instant, Place> placesOf(List<Point> points) {
        Map<Instant, Place> places = new HashMap<>();
        for (Point point : points) {
            if (point.time() != null) {
                places.putIfAbsent(Instant.parse(point.time()), new Place(point.latitude(), point.longitude()));
            }
        }
        return places;
    }

    private static Vital pressure(Map<String, String> row) {
        return new Vital(number(row, "HR"), number(row, "SYST"), number(row, "DIAST"));
    }

    private static int number(Map<String, String> row, String column) {
        return (int) Math.round(Double.parseDouble(cell(row, column)));
    }

    private static boolean isMissing(Map<String, String> row, String column) {
        return cell(row, column).isEmpty() || cell(row, column).equals("NA");
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static Instant local(String time) {
        return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
    }

    private static Instant lastOf(Map<Instant, ?> recorded) {
        return recorded.keySet().stream().max(Instant::compareTo).orElseThrow();
    }

    private static <T> Map<Instant, T> shifted(Map<Instant, T> recorded, Instant last, Instant end) {
        Map<Instant, T> shifted = new HashMap<>();
        recorded.forEach((at, value) -> shifted.put(at.plus(Duration.between(last, end)), value));
        return shifted;
    }
}
