package io.kanhu.server.broker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A Mosquitto with the configuration that we hand out, to be killed. Only the port and the paths are others, and it saves what
 * it keeps more often, so that a test need not wait for it.
 */
final class ShippedBroker implements AutoCloseable {
    private static final Path DEPLOY = Path.of("..", "deploy");

    private final Path directory;
    private final int port;
    private Process process;

    private ShippedBroker(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        this.process = launch();
    }

    /** Starts a broker that lets in whoever has one of these passwords. */
    static ShippedBroker start(Path directory, Map<String, String> passwords) throws IOException, InterruptedException {
        return start(directory, passwords, UnaryOperator.identity());
    }

    /** The same with a change to the configuration. */
    static ShippedBroker start(Path directory, Map<String, String> passwords, UnaryOperator<String> change)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        List<String> lines = new ArrayList<>();
        passwords.forEach((user, password) -> lines.add(user + ":" + password));
        Path users = Files.write(directory.resolve("passwd"), lines);
        // Turns the passwords in the file into hashes.
        Process hashing = new ProcessBuilder("mosquitto_passwd", "-U", users.toString())
                .inheritIO()
                .start();
        if (!hashing.waitFor(30, TimeUnit.SECONDS) || hashing.exitValue() != 0) {
            throw new IllegalStateException("mosquitto_passwd does not hash " + users);
        }
        Files.copy(DEPLOY.resolve("mosquitto.acl"), directory.resolve("acl"));
        Files.writeString(
                directory.resolve("mosquitto.conf"),
                change.apply(Files.readString(DEPLOY.resolve("mosquitto.conf")))
                        .replace("listener 1883", "user root\nlistener " + port + " 127.0.0.1")
                        .replace("/etc/mosquitto/", directory + "/")
                        .replace("/var/lib/mosquitto/", directory + "/")
                        .replaceAll("autosave_interval \\d+", "autosave_interval 1"));
        return new ShippedBroker(directory, port);
    }

    int port() {
        return port;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Waits until what the broker keeps by now is on its disk. */
    void awaitSaved() throws IOException {
        Path mark = Files.writeString(directory.resolve("mark"), "");
        FileTime now = Files.getLastModifiedTime(mark);
        Path saved = directory.resolve("mosquitto.db");
        await().until(() ->
                Files.exists(saved) && Files.getLastModifiedTime(saved).compareTo(now) > 0);
    }

    /** {@code kill -9}: the machine has no power. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** The machine has power again. */
    void restart() {
        process = launch();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private Process launch() {
        String program = Files.isExecutable(Path.of("/usr/sbin/mosquitto")) ? "/usr/sbin/mosquitto" : "mosquitto";
        try {
            Process started = new ProcessBuilder(
                            program, "-c", directory.resolve("mosquitto.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("mosquitto.log").toFile()))
                    .start();
            await().ignoreExceptions().until(() -> {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Mosquitto is needed for this test; ./kanhu test installs it", e);
        }
    }
}
