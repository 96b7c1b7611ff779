package io.kanhu.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kanhu.server.Town;
import io.kanhu.server.replay.Stored.Place;
import io.kanhu.server.replay.Stored.Vital;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings of a few rows, played as a band of the demo town. */
@Tag("long")
class ReplayIT {
    @TempDir
    static Path folder;

    private static Town town;

    @BeforeAll
    static void start() {
        town = Town.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        town.close();
    }

    @Test
    void everySampleIsStoredWithItsValuesShiftedToEndNow() throws IOException {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Played played = play(0, """
                time,hr,sys,dia,lat,lon
                2013-06-24T14:19:57Z,73,,,35.0301,110.9902
                2013-06-24T14:20:00.250Z,74,143,82,,
                2013-06-24T15:19:57Z,,,,35.0302,110.9903
                """);
        Stored stored = Stored.of(town, 0);
        played.addsUpTo(stored);
        Instant end = played.end();
        assertThat(end).isBetween(before, Instant.now());
        Instant first = end.minusSeconds(3600);
        assertThat(stored.vitals())
                .isEqualTo(Map.of(first, Vital.pulse(73), first.plusMillis(3250), new Vital(74, 143, 82)));
        assertThat(stored.places())
                .isEqualTo(Map.of(first, new Place(35.0301, 110.9902), end, new Place(35.0302, 110.9903)));
    }

    @ParameterizedTest(name = "{1} in a message")
    @CsvSource({"1, 1", "2, 3", "3, 500"})
    void whatTheServerDoesNotTakeIsToldByReasonHoweverManyGoInAMessage(int band, String batch) throws IOException {
        Played played = play(band, """
                time,hr,sys,dia,lat,lon
                2026-01-01T00:00:00Z,70,,,,
                2026-01-02T00:00:00Z,71,,,,
                2026-02-10T00:00:00Z,72,,,,
                2026-02-10T00:00:01Z,20,,,,
                2026-02-10T00:00:02Z,0,,,,
                2026-02-10T00:00:03Z,300,,,35.0301,110.9902
                2026-02-10T00:00:04Z,73,80,120,,
                2026-02-10T00:00:05Z,,,,0,0
                2026-02-10T00:00:06Z,,,,95,110
                2026-02-10T00:00:07Z,74,,,,
                """, "--batch", batch);
        Stored stored = Stored.of(town, band);
        played.addsUpTo(stored);
        assertThat(played.count("in the file")).isEqualTo(10);
        assertThat(played.count("refused, clock")).isEqualTo(2);
        assertThat(played.example("refused, clock")).contains("at most 30 days before");
        assertThat(played.count("refused, implausible")).isEqualTo(2);
        assertThat(played.example("refused, implausible")).contains("hr: Found 20, expected 25 to 230");
        assertThat(played.count("refused, nothing_measured")).isEqualTo(2);
        assertThat(played.count("single values refused, implausible")).isEqualTo(2);
        Instant end = played.end();
        assertThat(stored.vitals())
                .isEqualTo(Map.of(
                        end.minusSeconds(7),
                        Vital.pulse(72),
                        end.minusSeconds(3),
                        Vital.pulse(73),
                        end,
                        Vital.pulse(74)));
        assertThat(stored.places()).isEqualTo(Map.of(end.minusSeconds(4), new Place(35.0301, 110.9902)));
        // The server's own book, which names every field it did not take.
        assertThat(stored.refusals()).isEqualTo(Map.of("clock", 2, "implausible", 4, "nothing_measured", 4));
    }

    @Test
    void playedAgainWithTheSameEndNothingIsAddedOrWrittenAnew() throws IOException {
        String recording = "time,hr,lat,lon\n2026-01-01T00:00:00Z,70,35,110\n2026-01-01T00:00:01.0005Z,71,,\n";
        Played first = play(4, recording);
        Stored before = Stored.of(town, 4);
        first.addsUpTo(before);
        Played again = play(4, recording, "--end-at", first.end().toString(), "--batch", "10");
        assertThat(again.code()).isZero();
        assertThat(again.count("acknowledged")).isEqualTo(2);
        assertThat(Stored.of(town, 4)).isEqualTo(before);
    }

    @ParameterizedTest(name = "{1} in a message")
    @CsvSource({"5, 1", "6, 10"})
    void samplesOfOneMomentShareARowAndTheFirstWordStands(int band, String batch) throws IOException {
        Played played = play(band, """
                time,hr,sys,dia
                2026-01-01T00:00:00.0001Z,70,,
                2026-01-01T00:00:00.0009Z,71,130,80
                2026-01-01T00:00:01Z,72,,
                """, "--batch", batch);
        Stored stored = Stored.of(town, band);
        played.addsUpTo(stored);
        assertThat(played.count("at the time of another")).isEqualTo(1);
        assertThat(stored.vitals())
                .isEqualTo(Map.of(played.end().minusSeconds(1), new Vital(70, 130, 80), played.end(), Vital.pulse(72)));
    }

    @Test
    void keptTimesAreStoredAsStampedInTheirZone() throws IOException {
        Instant recorded = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
        String local =
                recorded.plus(Duration.ofHours(8)).toString().replace("Z", "").replace('T', ' ');
        Played played = play(7, "time,hr\n" + local + ",70\n", "--keep-time", "--zone", "Asia/Shanghai");
        Stored stored = Stored.of(town, 7);
        played.addsUpTo(stored);
        assertThat(stored.vitals()).isEqualTo(Map.of(recorded, Vital.pulse(70)));
        assertThat(played.out()).doesNotContain("shifted");
    }

    @Test
    void aBandThatIsNotEnrolledOrHasAnotherSecretIsNotLetIn() throws IOException {
        Path file = Files.writeString(folder.resolve("one.csv"), "time,hr\n2026-01-01T00:00:00Z,70\n");
        for (String band : List.of("nobody", town.band(7))) {
            Played played = Played.command(List.of(
                    "replay",
                    file.toString(),
                    "--band",
                    band,
                    "--secret",
                    "wrong",
                    "--data",
                    town.data().toString()));
            assertThat(played.code()).isEqualTo(1);
            assertThat(played.out()).isEmpty();
            assertThat(played.error()).containsOnlyOnce("\n").contains("does not let band " + band + " in");
        }
    }

    @Test
    void theProgramPrintsItsFiguresAndNothingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("process.csv"), "time,hr\n2026-01-01T00:00:00Z,70\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=logback-simulator.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.kanhu.simulator.Simulate",
                        "replay",
                        file.toString(),
                        "--band",
                        town.band(8),
                        "--data",
                        town.data().toString())
                .redirectError(folder.resolve("process.err").toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Stored stored = Stored.of(town, 8);
        new Played(0, out, Files.readString(folder.resolve("process.err"))).addsUpTo(stored);
        assertThat(stored.vitals().values()).containsExactly(Vital.pulse(70));
        assertThat(out.lines()).hasSize(10);
    }

    private static Played play(int band, String recording, String... options) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "recording", ".csv"), recording);
        return Played.as(town, band, file, options);
    }
}
