package io.kanhu.server.selftest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody outside that calls for help get through. Whoever is told rings when it stays away: that is how an operator hears
 * of a server, a network or a power supply that can't say anything any more.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Optional<URI> url;
    private final Counter heard;
    private final Counter unheard;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private boolean failing;

    /** @param url nothing for nobody */
    Heartbeat(Optional<URI> url, MeterRegistry metrics) {
        this.url = url;
        this.heard = metrics.counter("kanhu.heartbeats", "result", "heard");
        this.unheard = metrics.counter("kanhu.heartbeats", "result", "failed");
    }

    /** Says it once. What goes wrong is logged at the first time and counted. Blocks for ten seconds at most; one thread at a time. */
    void beat() throws InterruptedException {
        if (url.isEmpty()) {
            return;
        }
        Optional<String> problem = call(url.get());
        if (problem.isEmpty()) {
            heard.increment();
        } else {
            unheard.increment();
            if (!failing) {
                LOG.warn(
                        "nobody outside hears the heartbeat, trying again at the next url={} why=\"{}\"",
                        hostOf(),
                        problem.get());
            }
        }
        failing = problem.isPresent();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private Optional<String> call(URI to) throws InterruptedException {
        try {
            int status = client.send(
                            HttpRequest.newBuilder(to).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status >= 200 && status < 300 ? Optional.empty() : Optional.of("it answers " + status);
        } catch (IOException e) {
            String message = e.getMessage();
            return Optional.of(e.getClass().getSimpleName() + (message == null ? "" : " " + message));
        }
    }

    /** Without the path: with some it is the key. */
    private String hostOf() {
        return url.map(URI::getHost).orElse("");
    }
}
