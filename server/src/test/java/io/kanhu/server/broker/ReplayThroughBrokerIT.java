package io.kanhu.server.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.Town;
import io.kanhu.simulator.Simulate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording that is played to a broker, whose PUBACK says nothing about what Kanhu thinks of it. */
class ReplayThroughBrokerIT {
    @TempDir
    private Path folder;

    @TempDir
    private Path keptByBroker;

    @Test
    void whatKanhuRefusesIsToldAndNoMoreIsUnderWayThanTheBrokerTakes() throws Exception {
        Path file = Files.writeString(
                folder.resolve("many.csv"),
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "2026-03-01T10:%02d:%02dZ,%d".formatted(i / 60, i % 60, i % 100 == 7 ? 20 : 70))
                        .collect(Collectors.joining("\n", "time,hr\n", "\n")));
        Map<String, String> passwords = Map.of("kanhu", "a-password", "demo-0001", "another");
        // The default of Mosquitto: it announces that it takes 20 messages at a time.
        try (ShippedBroker broker = ShippedBroker.start(
                        keptByBroker,
                        passwords,
                        conf -> conf.replace("max_inflight_messages 0", "max_inflight_messages 20"));
                Town town = Town.start(
                        folder.resolve("data"),
                        Map.of(
                                "kanhu.broker.url", broker.url(),
                                "kanhu.broker.user", "kanhu",
                                "kanhu.broker.password", "a-password"))) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> town.node().problems().isEmpty());
            StringWriter out = new StringWriter();
            StringWriter error = new StringWriter();
            int code = Simulate.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(error))
                    .execute(
                            "replay",
                            file.toString(),
                            "--band",
                            "demo-0001",
                            "--secret",
                            "another",
                            "--port",
                            Integer.toString(broker.port()));
            assertThat(error.toString()).isEmpty();
            assertThat(out.toString())
                    .containsPattern("refused, implausible +10 +for example hr: Found 20")
                    .containsPattern("acknowledged +990\n")
                    .containsPattern("rows of vital signs +990\n");
            assertThat(code).isEqualTo(3);
            await().until(() -> count(town, "vital_sign") == 990
                    // The server's own book has two entries for each: the value, and that nothing is left.
                    && count(town, "rejected_message") == 20);
        }
    }

    private static long count(Town town, String table) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                        .mapTo(long.class)
                        .one());
    }
}
