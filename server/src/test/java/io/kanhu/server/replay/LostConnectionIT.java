package io.kanhu.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.Town;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server goes away in the middle of a replay. */
@Tag("long")
class LostConnectionIT {
    private static final int SAMPLES = 3_000;
    private static final Pattern WORDS =
            Pattern.compile("simulate: the connection was lost after (\\d+) of 3000 reports were acknowledged: .*"
                    + " Play it again with --end-at (\\S+), and only what is missing is added\\s");

    @TempDir
    private Path folder;

    @Test
    void theReplaySaysHowToAddWhatIsMissingAndThatAddsJustThat() throws Exception {
        Instant first = Instant.parse("2026-03-01T10:00:00Z");
        Path file = Files.writeString(
                folder.resolve("slow.csv"),
                IntStream.range(0, SAMPLES)
                        .mapToObj(i -> first.plusSeconds(i) + "," + (50 + i % 100))
                        .collect(Collectors.joining("\n", "time,hr\n", "\n")));
        try (Town town = Town.start(folder.resolve("data"))) {
            CompletableFuture<Played> playing =
                    CompletableFuture.supplyAsync(() -> Played.as(town, 0, file, "--speed", "100"));
            await().until(() -> !Stored.of(town, 0).vitals().isEmpty());
            town.node().close();

            Played lost = playing.get(60, TimeUnit.SECONDS);
            assertThat(lost.code()).isEqualTo(1);
            assertThat(lost.out()).isEmpty();
            Matcher words = WORDS.matcher(lost.error());
            assertThat(words.matches()).as(lost.error()).isTrue();
            assertThat(Stored.of(town, 0).vitals()).hasSizeBetween(Integer.parseInt(words.group(1)), SAMPLES - 1);

            town.restart();
            Played rest = Played.as(
                    town, 0, file, "--port", Integer.toString(town.node().mqttPort()), "--end-at", words.group(2));
            rest.addsUpTo(Stored.of(town, 0));
            assertThat(rest.count("rows of vital signs")).isEqualTo(SAMPLES);
        }
    }
}
