package io.kanhu.ingest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A real Mosquitto, configured as {@code deploy/mosquitto.conf} advises: in a container where Docker runs, the system's own
 * everywhere else. It can be stopped and started again, and keeps its sessions.
 */
public final class TestBroker implements AutoCloseable {
    /** All that the broker of a test writes. */
    private static final List<String> FILES = List.of("mosquitto.conf", "mosquitto.log", "mosquitto.db");

    private static final String ADVICE = """
            allow_anonymous true
            user root
            max_inflight_messages 0
            max_queued_messages 0
            persistence true
            """;

    private final @Nullable GenericContainer<?> container;
    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private TestBroker(@Nullable GenericContainer<?> container, Path directory, int port) {
        this.container = container;
        this.directory = directory;
        this.port = port;
    }

    /** Starts a broker on a free port. */
    public static TestBroker start() {
        try {
            return onContainers() ? inContainer() : onThisMachine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** The broker goes away as it would when its machine restarts. */
    public void interrupt() {
        if (container != null) {
            container
                    .getDockerClient()
                    .restartContainerCmd(container.getContainerId())
                    .exec();
        } else {
            end();
        }
    }

    /** The broker is back, with the sessions it had. */
    public void resume() {
        if (container == null) {
            process = launch(directory);
        }
        awaitPort();
    }

    @Override
    public void close() {
        if (container != null) {
            container.stop();
        } else {
            end();
            for (String file : FILES) {
                delete(directory.resolve(file));
            }
            delete(directory);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the broker of a test leaves something behind", e);
        }
    }

    private static boolean onContainers() {
        return switch (System.getProperty("kanhu.test.database", "auto")) {
            case "embedded" -> false;
            case "containers" -> true;
            default ->
                Files.exists(Path.of("/var/run/docker.sock"))
                        && DockerClientFactory.instance().isDockerAvailable();
        };
    }

    private static TestBroker inContainer() throws IOException {
        int port = freePort();
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse("eclipse-mosquitto:2.0.22"))
                .withCopyToContainer(
                        Transferable.of("listener 1883\npersistence_location /mosquitto/data/\n" + ADVICE),
                        "/mosquitto/config/mosquitto.conf");
        container.setPortBindings(List.of(port + ":1883"));
        container.start();
        return new TestBroker(container, Path.of("."), port);
    }

    private static TestBroker onThisMachine() throws IOException {
        Path directory = Files.createTempDirectory("kanhu-test-broker");
        int port = freePort();
        Files.writeString(
                directory.resolve("mosquitto.conf"),
                "listener " + port + " 127.0.0.1\npersistence_location " + directory + "/\n" + ADVICE);
        TestBroker broker = new TestBroker(null, directory, port);
        broker.process = launch(directory);
        broker.awaitPort();
        return broker;
    }

    private static Process launch(Path directory) {
        try {
            String program = Files.isExecutable(Path.of("/usr/sbin/mosquitto")) ? "/usr/sbin/mosquitto" : "mosquitto";
            return new ProcessBuilder(
                            program, "-c", directory.resolve("mosquitto.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("mosquitto.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Mosquitto is needed for this test; ./kanhu test installs it", e);
        }
    }

    private void end() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    private void awaitPort() {
        await().ignoreExceptions().until(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return true;
            }
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
