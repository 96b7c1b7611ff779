package io.kanhu.server.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kanhu.server.Town;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Mosquitto configuration that we hand out, with its access list: only the paths and the port are others. */
class ShippedBrokerIT {
    private static final Path DEPLOY = Path.of("..", "deploy");

    @TempDir
    private Path data;

    @TempDir
    private Path broker;

    private int port;
    private Process mosquitto;
    private Town town;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path users = Files.createFile(broker.resolve("passwd"));
        for (String user : new String[] {"kanhu", "demo-0001", "demo-0002"}) {
            run("mosquitto_passwd", "-b", users.toString(), user, "secret-of-" + user);
        }
        Files.copy(DEPLOY.resolve("mosquitto.acl"), broker.resolve("acl"));
        String conf = Files.readString(DEPLOY.resolve("mosquitto.conf"))
                .replace("listener 1883", "user root\nlistener " + port + " 127.0.0.1")
                .replace("/etc/mosquitto/", broker + "/")
                .replace("/var/lib/mosquitto/", broker + "/");
        Files.writeString(broker.resolve("mosquitto.conf"), conf);
        String program = Files.isExecutable(Path.of("/usr/sbin/mosquitto")) ? "/usr/sbin/mosquitto" : "mosquitto";
        mosquitto = new ProcessBuilder(
                        program, "-c", broker.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(broker.resolve("log").toFile())
                .start();
        await().ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        town = Town.start(
                data,
                Map.of(
                        "kanhu.broker.url", "tcp://127.0.0.1:" + port,
                        "kanhu.broker.user", "kanhu",
                        "kanhu.broker.password", "secret-of-kanhu"));
        await().atMost(Duration.ofMinutes(1)).until(() -> town.node().problems().isEmpty());
    }

    @AfterEach
    void stop() throws InterruptedException {
        town.close();
        mosquitto.destroy();
        mosquitto.waitFor();
    }

    @Test
    void aBandReachesKanhuOnItsOwnTopicsAndNobodyElses() throws Exception {
        long ts = System.currentTimeMillis();
        publish("demo-0001", "kanhu/v1/demo-0002/sos", "{\"id\":\"spoof\"}");
        publish("demo-0001", "kanhu/v1/demo-0001/sos", "{\"id\":\"own\"}");
        publish("demo-0002", "kanhu/v1/demo-0002/telemetry", "{\"ts\":" + ts + ",\"hr\":70}");
        await().until(() -> count("SELECT count(*) FROM vital_sign WHERE band = 'demo-0002'") == 1);
        await().until(() -> count("SELECT count(*) FROM sos_press WHERE press_id = 'own'") == 1);
        assertThat(count("SELECT count(*) FROM sos_press")).isEqualTo(1);
    }

    @Test
    void nobodyEntersWithoutAPassword() throws Exception {
        assertThat(run("mosquitto_pub", "-h", "127.0.0.1", "-p", Integer.toString(port), "-t", "x", "-m", "x"))
                .containsIgnoringCase("not authori");
    }

    private void publish(String band, String topic, String payload) throws Exception {
        run(
                "mosquitto_pub",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-u",
                band,
                "-P",
                "secret-of-" + band,
                "-q",
                "1",
                "-t",
                topic,
                "-m",
                payload);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroy();
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private long count(String sql) {
        return town.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(long.class).one());
    }
}
