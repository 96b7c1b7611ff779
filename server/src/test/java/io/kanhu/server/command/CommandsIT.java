package io.kanhu.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.database.EmbeddedServer;
import io.kanhu.ingest.BandClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as an operator types it. */
class CommandsIT {
    @TempDir
    private Path folder;

    @Test
    @Tag("long")
    void aSecondStartFindsTheTownItsKeysAndItsData() throws Exception {
        JsonObject first;
        try (ServerProcess server = ServerProcess.demo(folder, 5)) {
            first = ServerProcess.keys(folder);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(server.output()).contains("is ready: a town of 5 bands", "log in as worker1"));
        }
        try (ServerProcess server = ServerProcess.demo(folder, 7)) {
            // The keys of the first start are still there, and say nothing about the second.
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(server.output()).contains("is ready: a town of 7 bands"));
            JsonObject second = ServerProcess.keys(folder);
            assertThat(second.getJsonArray("users")).isEqualTo(first.getJsonArray("users"));
            assertThat(second.getJsonArray("bands").stream().limit(5))
                    .containsExactlyElementsOf(first.getJsonArray("bands"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("demo.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("long")
    void bandsAndUsersArePutInBesideARunningServer() throws Exception {
        Path file = Files.writeString(
                folder.resolve("more.csv"),
                "band,secret,wearer,colour\nmore-1,0123456789abcdef0123456789abcdef,demo-wearer-0001,red\n");
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.demo(data, 3)) {
            assertThat(server.output()).doesNotContain("more-1");
            assertThat(run("bands", "import", file.toString(), "--data", data.toString()))
                    .isEqualTo("0 bands: 1 added, 0 changed, 0 unchanged");
            assertThat(run("users", "put", "ann", "--role", "supervisor", "--data", data.toString()))
                    .matches("0 ann logs in with the password \\S{16}");
            assertThat(run(
                            "users",
                            "put",
                            "bo",
                            "--role",
                            "care",
                            "--area",
                            "demo-street-1",
                            "--data",
                            data.toString()))
                    .startsWith("0 bo logs in");
            assertThat(run("users", "put", "bo", "--role", "care", "--area", "atlantis", "--data", data.toString()))
                    .startsWith("1 kanhu: there is no area with the code atlantis");
        }
        // And without one, for the same answer.
        assertThat(run("bands", "import", file.toString(), "--data", data.toString()))
                .endsWith("bands: 0 added, 0 changed, 1 unchanged");
    }

    @Test
    @Tag("long")
    void whatBandsWereRefusedForIsShownBesideARunningServer() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess server = ServerProcess.demo(data, 3)) {
            JsonObject keys = ServerProcess.keys(data);
            JsonObject band = keys.getJsonArray("bands").getJsonObject(1);
            try (BandClient client = BandClient.connect(
                    keys.getJsonObject("mqtt").getInteger("port"),
                    band.getString("id"),
                    band.getString("secret"),
                    new MqttConnectionOptions())) {
                // With what would clear a terminal.
                client.send("kanhu/v1/demo-0002/telemetry", "\u001B[2J{".getBytes(StandardCharsets.UTF_8))
                        .waitForCompletion(10_000);
            }
            assertThat(run("refusals", "--data", data.toString()))
                    .startsWith("0 ")
                    .containsPattern("1 +malformed +demo-0002 +latest ")
                    .containsPattern("demo-0002 +malformed\\R +Not JSON")
                    .contains("kanhu/v1/demo-0002/telemetry  ")
                    .doesNotContain("\u001B");
            assertThat(run("refusals", "--band=demo-0001", "--since=7d", "--data", data.toString()))
                    .isEqualTo("0 nothing was refused");
            assertThat(run("kpis", "--data", data.toString())).startsWith("0 nobody called for help since ");
            assertThat(server.output()).doesNotContain("\tat ");
        }
        assertThat(run("refusals", "--since", "soon")).startsWith("2 ").contains("no span of time");
    }

    @Test
    void toldToStopWhileItStartsItLeavesNoDatabaseRunningBehind() throws Exception {
        Path data = folder.resolve("data");
        ServerProcess.shareBinaries(data);
        try (ServerProcess server = ServerProcess.start(
                folder.resolve("output.log"),
                Map.of(),
                "serve",
                "--data=" + data,
                "--mqtt-port=0",
                "--http-port=0",
                "--metrics-port=0")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> EmbeddedServer.postmasterOf(data).isPresent());
            ProcessHandle.of(server.pid()).orElseThrow().destroy();
            assertThat(server.exitCode()).isEqualTo(143);
            assertThat(server.output()).contains("told to stop").doesNotContain("\tat ");
            assertThat(EmbeddedServer.postmasterOf(data)).isEmpty();
        }
    }

    @Test
    void whatCannotBeDoneIsOneLineAndExitCodeOne() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "band,secret,wearer\nno spaces!,x,\n");
        ServerProcess.shareBinaries(folder.resolve("d"));
        assertThat(run(
                        "bands",
                        "import",
                        bad.toString(),
                        "--data",
                        folder.resolve("d").toString()))
                .startsWith("1 kanhu: nothing was imported:")
                .contains("bad.csv:2: band");
        assertThat(run("serve", "--http-port", "99999", "--data", folder.toString()))
                .isEqualTo("1 kanhu: kanhu.http.port must be between 0 and 65535, not 99999");
        assertThat(run("users", "put", "ann", "--role", "boss", "--data", folder.toString()))
                .startsWith("1 kanhu: there is no role boss");
        Path file = Files.writeString(folder.resolve("a-file"), "");
        assertThat(run("serve", "--data", file.toString())).startsWith("1 kanhu: cannot write to the data directory");
    }

    @Test
    void whatIsShippedCanSpeakToABroker() throws Exception {
        ServerProcess.shareBinaries(folder);
        // Nobody listens at port 1.
        Map<String, String> environment =
                Map.of("KANHU_BROKER_URL", "tcp://127.0.0.1:1", "KANHU_DATA", folder.toString());
        try (ServerProcess server = ServerProcess.startShipped(
                folder.resolve("output.log"),
                environment,
                "serve",
                "--mqtt-port=0",
                "--http-port=0",
                "--metrics-port=0")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> server.output().contains("cannot connect to the broker"));
        }
    }

    @Test
    void whatIsNoCommandIsAnsweredWithTheUsage() throws Exception {
        assertThat(run("danse")).startsWith("2 ").contains("Unmatched argument", "danse");
    }

    /** The exit code and the last lines of a command that ends by itself; log lines left out. */
    private String run(String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("command.log");
        ServerProcess command = ServerProcess.start(output, Map.of(), arguments);
        int code = command.exitCode();
        String words = String.join(
                "\n",
                command.output()
                        .lines()
                        .filter(line -> !line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+ +(INFO|WARN|ERROR) .*"))
                        .toList());
        return code + " " + words;
    }
}
