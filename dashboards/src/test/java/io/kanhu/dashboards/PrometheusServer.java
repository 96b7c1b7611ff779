package io.kanhu.dashboards;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real Prometheus with the shipped configuration and rules; only the target's port and the intervals are changed. */
final class PrometheusServer implements AutoCloseable {
    private static final String TARGET = "127.0.0.1:9464";
    private static final String INTERVAL = "_interval: 5s";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String base;

    private PrometheusServer(Process process, String base) {
        this.process = process;
        this.base = base;
    }

    /** Starts it and returns when it answers. */
    static PrometheusServer start(Path directory, int metricsPort) throws IOException {
        Files.writeString(directory.resolve("prometheus.yml"), configuration(metricsPort));
        Files.copy(Shipped.RULES, directory.resolve("rules.yml"));
        Path log = directory.resolve("prometheus.log");
        String address = "127.0.0.1:" + freePort();
        PrometheusServer started = new PrometheusServer(
                SystemProgram.start(new ProcessBuilder(List.of(
                                "prometheus",
                                "--config.file=" + directory.resolve("prometheus.yml"),
                                "--storage.tsdb.path=" + directory.resolve("series"),
                                "--web.listen-address=" + address))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())),
                "http://" + address);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> started.isReady(log));
            return started;
        } catch (RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** The result of a query, one object a series; a query that Prometheus does not understand fails the test. */
    List<JsonObject> query(String expression) {
        HttpResponse<String> response =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        JsonObject answer = new JsonObject(response.body());
        if (response.statusCode() != 200) {
            throw new AssertionError(answer.getString("error") + " in: " + expression);
        }
        return Dashboard.objects(answer.getJsonObject("data").getJsonArray("result"))
                .toList();
    }

    /** Every alarm rule with its health and state. */
    List<JsonObject> rules() {
        JsonArray groups = new JsonObject(get("/api/v1/rules").body())
                .getJsonObject("data")
                .getJsonArray("groups");
        return Dashboard.objects(groups)
                .flatMap(group -> Dashboard.objects(group.getJsonArray("rules")))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private boolean isReady(Path log) {
        if (!process.isAlive()) {
            throw new AssertionError("Prometheus has ended: " + Shipped.read(log));
        }
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String configuration(int metricsPort) {
        String shipped = Shipped.read(Shipped.PROMETHEUS);
        if (!shipped.contains(TARGET) || !shipped.contains(INTERVAL)) {
            throw new AssertionError("there is no " + TARGET + " or no " + INTERVAL + " in " + Shipped.PROMETHEUS);
        }
        return shipped.replace(TARGET, "127.0.0.1:" + metricsPort).replace(INTERVAL, "_interval: 1s");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
