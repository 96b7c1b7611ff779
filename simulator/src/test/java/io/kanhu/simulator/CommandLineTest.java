package io.kanhu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is typed wrong is answered with what to type instead. */
class CommandLineTest {
    @TempDir
    private Path folder;

    /** What a command said to standard error, and how it ended. */
    private record Ended(int code, String out, String error) {}

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--every 0                                              | --every must be between 0.01 and 86400",
                "--every NaN                                            | --every must be between",
                "--port 1                                               | there are secrets for 0 bands",
                "--port 0                                               | there is no port 0",
                "--port 65536                                           | there is no port 65536",
                "--bands-file nowhere.csv --port 1                      | there is no file nowhere.csv",
                "sos b1 --port 1                                        | no secret is known for band b1",
                "sos b1 --port 1 --secret x --lat 35                    | --lat and --lon belong together",
                "replay x.csv --band b1 --batch 0                       | --batch must be between 1 and 500, not 0",
                "replay x.csv --band b1 --batch 5 --batch 502           | --batch must be between 1 and 500, not 502",
                "replay x.csv --band b1 --batch 501                     | --batch must be between 1 and 500",
                "replay x.csv --band b1 --speed 0                       | --speed must be more than 0",
                "replay x.csv --band b1 --speed NaN                     | --speed must be more than 0",
                "replay x.csv --band b1 --keep-time --end-at 2026-05-01T08:00:00Z | exclude each other",
                "replay x.csv --band b1 --port 1 --where who            | --where must be COLUMN=VALUE, not who",
                "replay x.csv --band b1 --port 1                        | there is no file x.csv",
                "replay x.gpx --band b1 --port 1 --where a=b            | x.gpx is GPX and has no columns for --where",
            })
    void whatCannotBeDoneIsOneLineAndExitCodeOne(String words, String answer) {
        Ended ended = run(words.strip().split(" +"));
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.error())
                .startsWith("simulate: ")
                .contains(answer)
                .endsWith("\n")
                .containsOnlyOnce("\n");
        assertThat(ended.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "danse",
                "--bands many",
                "sos",
                "replay x.csv",
                "replay --band b1",
                "replay x.csv --band b1 --zone Atlantis",
                "replay x.csv --band b1 --end-at tomorrow",
            })
    void whatIsNoCommandIsAnsweredWithTheUsageAndExitCodeTwo(String words) {
        Ended ended = run(words.split(" "));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.error()).contains("Usage: simulate").doesNotContain("\tat ");
    }

    @Test
    void withoutADemoOneIsToldToStartIt() {
        Ended ended = run("--data", folder.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.error()).contains(folder.resolve("demo.json").toString(), "./kanhu demo");
    }

    @Test
    void moreBandsThanThereAreSecretsForAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("bands.csv"), "band,secret\nb1,x\n");
        Ended ended = run("--bands-file", file.toString(), "--port", "1", "--bands", "2");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.error()).contains("secrets for 1 bands, so --bands cannot be 2");
    }

    @Test
    void aServerThatIsNotThereIsOneLine() throws IOException {
        int nobodyListens;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodyListens = socket.getLocalPort();
        }
        Path file = Files.writeString(folder.resolve("run.csv"), "time,hr\n2026-03-01T10:00:00Z,66\n");
        String port = Integer.toString(nobodyListens);
        for (Ended ended : new Ended[] {
            run("replay", file.toString(), "--band", "b1", "--secret", "x", "--port", port),
            run("sos", "b1", "--secret", "x", "--port", port)
        }) {
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.error()).containsOnlyOnce("\n").contains("Is it running there?");
        }
    }

    @Test
    void helpIsNoError() {
        Ended ended = run("replay", "--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("--keep-time", "--end-at", "--where");
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        CommandLine line = Simulate.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(error));
        return new Ended(line.execute(arguments), out.toString(), error.toString());
    }
}
