package io.kanhu.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kanhu.simulator.band.CannotRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpxRecordingTest {
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void trackPointsAreReadWithThePulseOfAnExtension() throws IOException {
        Recording recording = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"
                     xmlns:x="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
                <metadata><time>2020-01-01T00:00:00Z</time></metadata>
                <wpt lat="1" lon="2"><time>2020-01-01T00:00:00Z</time></wpt>
                <trk><name>walk</name><trkseg>
                <trkpt lat="35.0301" lon="110.9902"><ele>360</ele><time>2026-03-01T10:00:00Z</time>
                  <extensions><x:TrackPointExtension><x:hr>93</x:hr></x:TrackPointExtension></extensions></trkpt>
                <trkpt lat="35.0302" lon="110.9903"><time>2026-03-01T18:00:01+08:00</time></trkpt>
                </trkseg></trk></gpx>
                """);
        assertThat(recording.samples())
                .containsExactly(
                        new Sample(TEN, 93, null, null, 35.0301, 110.9902),
                        new Sample(TEN.plusSeconds(1), null, null, null, 35.0302, 110.9903));
        assertThat(recording.rows()).isEqualTo(2);
    }

    @Test
    void aPointIsNotGivenTheTimeOrThePulseOfTheOneBefore() throws IOException {
        Recording recording = read(track("""
                <trkpt lat="35.1" lon="110.1"><time>2026-03-01T10:00:00Z</time><hr>93.6</hr></trkpt>
                <trkpt lat="35.2" lon="110.2"/>
                <trkpt lat="35.3" lon="110.3"><time>2026-03-01T10:00:02Z</time></trkpt>
                <trkpt><time>2026-03-01T10:00:03Z</time></trkpt>
                """));
        assertThat(recording.samples())
                .containsExactly(
                        new Sample(TEN, 94, null, null, 35.1, 110.1),
                        new Sample(TEN.plusSeconds(2), null, null, null, 35.3, 110.3));
        assertThat(recording.untimed()).isEqualTo(1);
        assertThat(recording.empty()).isEqualTo(1);
    }

    @Test
    void aWalkThatWasPlannedAndNotWalkedIsRefused() throws IOException {
        Path file = write(track("<trkpt lat=\"35.1\" lon=\"110.1\"/><trkpt lat=\"35.2\" lon=\"110.2\"/>"));
        assertRefused(file, "none of the 2 track points", "a time and a place");
        assertRefused(
                write(
                        "<gpx><rte><rtept lat=\"35.1\" lon=\"110.1\"><time>2026-03-01T10:00:00Z</time></rtept></rte></gpx>"),
                "no track points");
    }

    @Test
    void whatIsNotGpxIsToldInOneLine() throws IOException {
        assertRefused(write("<html><body>Not found</body></html>"), "is not GPX: it begins with <html>");
        assertRefused(write("time,hr\n1,2\n"), "as GPX");
        assertRefused(write(""), "as GPX");
        assertRefused(write("<gpx><trk>"), "as GPX");
    }

    @Test
    void whatCannotBeReadIsToldWithItsLine() throws IOException {
        assertRefused(write(track("<trkpt lat=\"35.1\" lon=\"east\"/>")), "line 2: lon is no number: east");
        assertRefused(
                write(track("<trkpt lat=\"35.1\" lon=\"110\"><time>noon</time></trkpt>")),
                "line 2: this is no time: noon");
        assertRefused(
                write(track("<trkpt lat=\"35.1\" lon=\"110\"><hr>fast</hr></trkpt>")), "line 2: hr is no number: fast");
    }

    @Test
    void aFileCannotMakeUsFetchAnother() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
            Path secret = Files.writeString(folder.resolve("secret.txt"), "2026-03-01T10:00:00Z");
            for (String entity : List.of(url + "/entity", secret.toUri().toString())) {
                Path file = write("<!DOCTYPE gpx SYSTEM \"" + url + "/dtd\" [<!ENTITY from SYSTEM \"" + entity + "\">]>"
                        + track("<trkpt lat=\"35.1\" lon=\"110\"><time>&from;</time></trkpt>"));
                assertThatThrownBy(() -> read(file)).isInstanceOf(CannotRun.class);
            }
            assertThat(asked).isEmpty();
        } finally {
            elsewhere.stop(0);
        }
    }

    private void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CannotRun.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("\n");
    }

    private static String track(String points) {
        return "<gpx><trk><trkseg>\n" + points + "</trkseg></trk></gpx>";
    }

    private Recording read(String xml) throws IOException {
        return read(write(xml));
    }

    private static Recording read(Path file) {
        return Recording.read(file, Columns.guessed(), ZoneId.of("Asia/Shanghai"), List.of());
    }

    private Path write(String xml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "walk", ".GPX"), xml);
    }
}
