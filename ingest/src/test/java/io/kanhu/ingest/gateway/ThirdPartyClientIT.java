package io.kanhu.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.ingest.Neighbourhood;
import io.kanhu.ingest.RecordingHook;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bands that others wrote: {@code mosquitto_pub} and {@code mosquitto_sub}, in MQTT 3.1.1 and 5, and bare sockets. */
class ThirdPartyClientIT {
    private static OpenGateway open;
    private static Neighbourhood town;
    private static RecordingHook hook;
    private static MqttGateway gateway;

    @BeforeAll
    static void start() {
        open = OpenGateway.with("b1", "b2", "b3", "b4", "b5");
        town = open.town();
        hook = open.hook();
        gateway = open.gateway();
    }

    @AfterAll
    static void stop() {
        open.close();
    }

    @ParameterizedTest(name = "MQTT version {0}")
    @ValueSource(strings = {"311", "5"})
    void aReportAndAPressOfEveryQualityOfServiceAreStored(String version) throws Exception {
        for (int qos = 0; qos <= 2; qos++) {
            long ts = millis(qos);
            Ran report =
                    publish(version, "b1", "kanhu/v1/b1/telemetry", qos, "{\"ts\":%d,\"hr\":7%d}".formatted(ts, qos));
            Ran press = publish(
                    version, "b1", "kanhu/v1/b1/sos", qos, "{\"ts\":%d,\"id\":\"%s-%d\"}".formatted(ts, version, qos));
            assertThat(List.of(report.exitCode(), press.exitCode())).containsOnly(0);
            int expected = 70 + qos;
            await().until(() ->
                    town.count("SELECT count(*) FROM vital_sign WHERE band = 'b1' AND heart_rate = " + expected) > 0);
        }
        await().until(() -> hook.raised.stream()
                        .filter(press -> press.id().startsWith(version + "-"))
                        .count()
                == 3);
    }

    @Test
    void aThreeOneOneBandThatSendsBrokenJsonIsAcknowledgedSoThatItDoesNotComeForEver() throws Exception {
        assertThat(publish("311", "b2", "kanhu/v1/b2/telemetry", 1, "{\"ts\":").exitCode())
                .isZero();
        assertThat(town.count("SELECT count(*) FROM rejected_message WHERE band = 'b2' AND reason = 'malformed'"))
                .isOne();
    }

    @Test
    void aThreeOneOneBandThatWritesToAnotherBandsTopicIsShownTheDoor() throws Exception {
        Ran ran = publish("311", "b2", "kanhu/v1/b1/sos", 1, "{\"id\":\"spoof-311\"}");
        assertThat(ran.words()).doesNotContain("PUBACK");
        await().until(() -> town.count("SELECT count(*) FROM rejected_message WHERE reason = 'foreign_topic'") > 0);
        assertThat(hook.raised.stream().map(press -> press.id())).doesNotContain("spoof-311");
    }

    @Test
    void aFiveBandIsToldWhyItsMessageWasNotTaken() throws Exception {
        Ran ran = publish("5", "b3", "kanhu/v1/b3/telemetry", 1, "not json");
        assertThat(ran.words()).contains("RC:153");
    }

    @ParameterizedTest(name = "MQTT version {0}")
    @ValueSource(strings = {"311", "5"})
    void aWrongSecretIsSaidSo(String version) throws Exception {
        Ran ran = run(command("mosquitto_pub", version, "b1", "guess"), "-t", "kanhu/v1/b1/telemetry", "-m", "{}");
        assertThat(ran.exitCode()).isNotZero();
        assertThat(ran.words()).containsIgnoringCase("bad user name or password");
    }

    @ParameterizedTest(name = "MQTT version {0}")
    @ValueSource(strings = {"311", "5"})
    void onlyItsOwnCommandTopicIsABandsToRead(String version) throws Exception {
        List<String> band = command("mosquitto_sub", version, "b4", Neighbourhood.secretOf("b4"));
        for (String foreign : List.of("kanhu/v1/b1/command", "kanhu/v1/+/sos", "#", "kanhu/v1/b4/telemetry")) {
            Ran ran = run(band, "-W", "5", "-t", foreign);
            assertThat(ran.words()).as(foreign).contains("All subscription requests were denied");
        }
    }

    @Test
    void aBandThatFallsSilentIsTakenForGoneAfterItsKeepAlive() throws Exception {
        try (Socket silent = connect("b5", 1)) {
            assertThat(silent.getInputStream().readNBytes(4)).startsWith(0x20, 2);
            silent.setSoTimeout(20_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        await().until(() -> town.count("SELECT count(*) FROM band_status WHERE band = 'b5' AND NOT online") == 1);
    }

    private Ran publish(String version, String band, String topic, int qos, String payload)
            throws IOException, InterruptedException {
        return run(
                command("mosquitto_pub", version, band, Neighbourhood.secretOf(band)),
                "-t",
                topic,
                "-q",
                Integer.toString(qos),
                "-m",
                payload);
    }

    private static List<String> command(String program, String version, String band, String secret) {
        return List.of(
                program,
                "-d",
                "-V",
                version,
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(gateway.port()),
                "-u",
                band,
                "-P",
                secret);
    }

    private record Ran(int exitCode, String words) {}

    private static Ran run(List<String> command, String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        // mosquitto_pub tries again for ever when it is shown the door.
        if (!process.waitFor(3, TimeUnit.SECONDS) && !all.contains("-W")) {
            process.destroy();
        }
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), words);
    }

    /** A CONNECT of MQTT 3.1.1 with a will, byte by byte, and then nothing. */
    private static Socket connect(String band, int keepAliveSeconds) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        byte[] body = concat(
                new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0b1100_1110, 0, (byte) keepAliveSeconds},
                field(band),
                field("kanhu/v1/" + band + "/status"),
                field("{\"online\":false}"),
                field(band),
                field(Neighbourhood.secretOf(band)));
        OutputStream out = socket.getOutputStream();
        out.write(new byte[] {0x10, (byte) body.length});
        out.write(body);
        out.flush();
        socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
        return socket;
    }

    private static byte[] field(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return concat(new byte[] {0, (byte) bytes.length}, bytes);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int length = all.length;
            all = Arrays.copyOf(all, length + part.length);
            System.arraycopy(part, 0, all, length, part.length);
        }
        return all;
    }

    private static long millis(int offset) {
        return Instant.now().toEpochMilli() / 1000 * 1000 + offset;
    }
}
