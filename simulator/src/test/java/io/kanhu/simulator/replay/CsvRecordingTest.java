package io.kanhu.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordingTest {
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void rowsOfAMinuteTrackerAreReadWithTheirMeanPulse() {
        assertThat(read("""
                        person,minute,hr_mean,hr_min,hr_max,n
                        q7,2026-03-01T10:00,71.6,70,73,5
                        q7,2026-03-01T10:01,70.4,69,72,4
                        """).samples()).containsExactly(pulse(TEN, 72), pulse(TEN.plusSeconds(60), 70));
    }

    @Test
    void rowsOfARunAreReadWithPlaceAndPulse() {
        assertThat(read("""
                        time_utc,lat,lon,alt_m,hr_bpm,distance_m
                        2026-03-01T10:00:00Z,35.0312345,110.9912345,360.5,98,3.2
                        """).samples()).containsExactly(new Sample(TEN, 98, null, null, 35.0312345, 110.9912345));
    }

    @Test
    void rowsOfACuffAreReadWithPressureAndPulse() {
        assertThat(read("""
                        ID,VISIT,NR.,DATE.TIME,SYST,MAP,DIAST,HR,WAKE
                        901,1,1,2026-03-01 10:00:00,143,101,80,72,1
                        """).samples()).containsExactly(new Sample(TEN, 72, 143, 80, null, null));
    }

    @ParameterizedTest(name = "a column {0} is a pulse")
    @ValueSource(
            strings = {"hr", "HR_bpm", "hr_mean", "Heart_Rate", "heartrate", "Heart Rate", "bpm", "Pulse", "Value"})
    void pulsesAreKnownByTheirUsualNames(String name) {
        assertThat(read("Timestamp," + name + "\n2026-03-01T10:00:00Z,66\n").samples())
                .containsExactly(pulse(TEN, 66));
    }

    @Test
    void columnsWithOtherNamesCanBeNamed() {
        Recording recording = read("""
                wann,puls,oben,unten,breite,laenge,hr
                2026-03-01T10:00:00Z,66,130,80,35.5,110.5,999
                """, new Columns("wann", "puls", "oben", "unten", "breite", "laenge"));
        assertThat(recording.samples()).containsExactly(new Sample(TEN, 66, 130, 80, 35.5, 110.5));
    }

    @Test
    void columnsAreTakenFromWhereverTheyStandBesideOthersWithoutAName() {
        assertThat(read("\"\",hr,,time\n1,66,x,2026-03-01T10:00:00Z\n").samples())
                .containsExactly(pulse(TEN, 66));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2026-03-01T10:00:00Z",
        "2026-03-01T10:00Z",
        "2026-03-01T18:00:00+08:00",
        "2026-03-01T18:00:00+0800",
        "2026-03-01T18:00:00+08",
        "2026-03-01 18:00:00+08:00",
        "2026-03-01T05:30:00.000-04:30",
        "2026-03-01T10:00:00.0000000Z",
        "1772359200",
        "1772359200000",
    })
    void timesThatSayTheirZoneAreMoments(String text) {
        assertThat(CsvRecording.parse(text, ZoneId.of("Asia/Shanghai"))).isEqualTo(TEN);
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "2026-03-01T10:00, UTC",
        "2026-03-01T10:00:00, UTC",
        "2026-03-01 10:00:00.000, UTC",
        "2026-03-01 18:00:00, Asia/Shanghai",
        "2026-03-01T05:00, -05:00",
    })
    void timesThatDoNotSayTheirZoneAreOfTheOneGiven(String text, String zone) {
        assertThat(CsvRecording.parse(text, ZoneId.of(zone))).isEqualTo(TEN);
    }

    @Test
    void theGivenZoneIsUsedForAFile() {
        Path file = write("local.csv", "time,hr\n2026-03-01 18:00:00,66\n");
        Recording recording = Recording.read(file, Columns.guessed(), ZoneId.of("Asia/Shanghai"), List.of());
        assertThat(recording.samples()).containsExactly(pulse(TEN, 66));
    }

    @Test
    void whatIsMissingIsLeftOutAndCounted() {
        Recording recording = read("""
                time,hr,lat,lon
                2026-03-01T10:00:00Z,66,,
                ,67,,
                NA,68,35.0,110.0
                2026-03-01T10:00:01Z,NA,NaN,null
                2026-03-01T10:00:02Z,NaN,35.0,110.0
                2026-03-01T10:00:03Z,,35.0,
                2026-03-01T10:00:04Z

                """);
        assertThat(recording.samples())
                .containsExactly(pulse(TEN, 66), new Sample(TEN.plusSeconds(2), null, null, null, 35.0, 110.0));
        assertThat(recording.rows()).isEqualTo(7);
        assertThat(recording.untimed()).isEqualTo(2);
        assertThat(recording.empty()).isEqualTo(3);
        assertThat(recording.passedOver()).isZero();
    }

    @Test
    void halfAPressureIsNothing() {
        Recording recording = read("time,sys,dia\n2026-03-01T10:00:00Z,130,\n2026-03-01T10:00:01Z,130,80\n");
        assertThat(recording.samples()).hasSize(1);
        assertThat(recording.empty()).isEqualTo(1);
    }

    @Test
    void implausibleValuesStayForTheServerToRefuse() {
        assertThat(read("time,hr\n2026-03-01T10:00:00Z,0\n2026-03-01T10:00:01Z,-1e300\n")
                        .samples())
                .containsExactly(pulse(TEN, 0), pulse(TEN.plusSeconds(1), Integer.MIN_VALUE));
    }

    @Test
    void onlyTheRowsThatWereAskedForArePlayed() {
        Recording recording = read("""
                who,time,hr
                a,2026-03-01T10:00:00Z,66
                b,2026-03-01T10:00:01Z,67
                a,2026-03-01T10:00:02Z,68
                ,2026-03-01T10:00:03Z,69
                """, Columns.guessed(), RowFilter.of("who=a"));
        assertThat(recording.samples()).extracting(Sample::heartRate).containsExactly(66, 68);
        assertThat(recording.rows()).isEqualTo(4);
        assertThat(recording.passedOver()).isEqualTo(2);
    }

    @Test
    void ofTwoFiltersBothMustFit() {
        Recording recording = read("""
                who,visit,time,hr
                a,1,2026-03-01T10:00:00Z,66
                a,2,2026-03-01T10:00:01Z,67
                b,1,2026-03-01T10:00:02Z,68
                """, Columns.guessed(), RowFilter.of("who=a"), RowFilter.of("visit=1"));
        assertThat(recording.samples()).containsExactly(pulse(TEN, 66));
        assertThat(recording.passedOver()).isEqualTo(2);
    }

    @Test
    void aShortRowIsNotOneOfThoseAskedFor() {
        Recording recording = read(
                "time,hr,who\n2026-03-01T10:00:00Z,66,a\n2026-03-01T10:00:01Z,67\n",
                Columns.guessed(),
                RowFilter.of("who=a"));
        assertThat(recording.passedOver()).isEqualTo(1);
    }

    @Test
    void aFilterMayAskForTheEmptyValueAndForOneWithAnEqualsSign() {
        assertThat(RowFilter.of("who=")).isEqualTo(new RowFilter("who", ""));
        assertThat(RowFilter.of("sum=a=b")).isEqualTo(new RowFilter("sum", "a=b"));
        assertThatThrownBy(() -> RowFilter.of("who"))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("COLUMN=VALUE");
        assertThatThrownBy(() -> RowFilter.of("=a")).isInstanceOf(CannotRun.class);
    }

    @Test
    void aPackedFileIsReadAsTheOneInIt() throws IOException {
        Path file = folder.resolve("packed.CSV.GZ");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("time,hr\n2026-03-01T10:00:00Z,66\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(file).samples()).containsExactly(pulse(TEN, 66));
    }

    @Test
    void filesOfSpreadsheetsBeginWithAMarkAndHaveTheirOwnLineEnds() {
        assertThat(read("\uFEFFtime,hr\r\n\"2026-03-01T10:00:00Z\",\" 66 \"\r\n")
                        .samples())
                .containsExactly(pulse(TEN, 66));
    }

    @Test
    void theLastMomentIsTheLatestWhereverItStands() {
        assertThat(read("time,hr\n2026-03-01T10:00:05Z,66\n2026-03-01T10:00:00Z,67\n")
                        .end())
                .isEqualTo(TEN.plusSeconds(5));
    }

    @Test
    void aMissingColumnIsToldWithThoseThatThereAre() {
        assertRefused("when,hr\n1,2\n", new Columns("time", null, null, null, null, null))
                .hasMessageContaining("no column time; it has [when, hr]");
        assertRefused("time,colour\n1,2\n", Columns.guessed())
                .hasMessageContainingAll("[time, colour]", "--heart-rate-column", "--latitude-column");
        assertThatThrownBy(() -> read("time,hr\n1,2\n", Columns.guessed(), RowFilter.of("who=a")))
                .isInstanceOf(CannotRun.class)
                .hasMessageContaining("no column who for --where; it has [time, hr]");
    }

    @Test
    void aFileWithoutAColumnOfTimesIsToldHowToNameIt() {
        assertRefused("when,hr\n2026-03-01T10:00:00Z,66\n", Columns.guessed())
                .hasMessageContainingAll("none of the 1 rows", "--time-column");
    }

    @Test
    void whatCannotBeReadIsToldWithItsLine() {
        assertRefused("time,hr\n2026-03-01T10:00:00Z,66\n2026-03-01T10:00:01Z,fast", Columns.guessed())
                .hasMessageContaining("line 3: hr is no number: fast");
        assertRefused("time,hr\n3/1/2026 10:00:00 AM,66\n2026-03-01T10:00:01Z,67\n", Columns.guessed())
                .hasMessageContainingAll("line 2: time is no time: 3/1/2026 10:00:00 AM", "2026-05-01T08:00:00Z");
        assertRefused("time,hr\n\"2026-03-01T10:00:00Z\"x,66\n", Columns.guessed())
                .hasMessageContaining("cannot read");
    }

    @Test
    void filesWithNothingInThemSaySo() {
        assertRefused("", Columns.guessed()).hasMessageContaining("is empty");
        assertRefused("time,hr\n", Columns.guessed()).hasMessageContaining("no rows");
        assertThatThrownBy(() ->
                        read("who,time,hr\na,2026-03-01T10:00:00Z,66\n", Columns.guessed(), RowFilter.of("who=z")))
                .isInstanceOf(CannotRun.class)
                .hasMessageContainingAll("none of the 1 rows", "has who=z");
    }

    @Test
    void aFileThatIsNotThereOrNotPackedOrCutOffIsToldAsThat() throws IOException {
        assertThatThrownBy(() -> read(folder.resolve("nowhere.csv")))
                .isInstanceOf(CannotRun.class)
                .hasMessage("there is no file " + folder.resolve("nowhere.csv"));
        Path notPacked = write("not-packed.csv.gz", "time,hr\n");
        assertThatThrownBy(() -> read(notPacked)).isInstanceOf(CannotRun.class).hasMessageContaining("GZIP");
        Path whole = folder.resolve("whole.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write("time,hr\n2026-03-01T10:00:00Z,66\n".getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(bytes, bytes.length - 12));
        assertThatThrownBy(() -> read(cut)).isInstanceOf(CannotRun.class).hasMessageContaining("cannot read " + cut);
        assertThatThrownBy(() -> read(folder)).isInstanceOf(CannotRun.class).hasMessageContaining(folder.toString());
    }

    private static Sample pulse(Instant at, int bpm) {
        return new Sample(at, bpm, null, null, null, null);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text, Columns columns) {
        return assertThatThrownBy(() -> read(text, columns))
                .isInstanceOf(CannotRun.class)
                .hasMessageNotContaining("\n");
    }

    private Recording read(String text) {
        return read(text, Columns.guessed());
    }

    private Recording read(String text, Columns columns, RowFilter... filters) {
        return Recording.read(write("recording.csv", text), columns, ZoneOffset.UTC, List.of(filters));
    }

    private static Recording read(Path file) {
        return Recording.read(file, Columns.guessed(), ZoneOffset.UTC, List.of());
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
