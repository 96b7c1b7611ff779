package io.kanhu.alerting.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A gateway that takes its time for each message and remembers which node sent it what. Each node has a path of its own. */
final class SlowGateway implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<String, Duration> slowness;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Set<String>> underWay = new ConcurrentHashMap<>();

    /** @param slowness how long an answer to a node takes */
    SlowGateway(Function<String, Duration> slowness) throws IOException {
        this.slowness = slowness;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** @param nanoTime when it arrived */
    record Request(String node, String id, String body, long nanoTime) {}

    URI url(String node) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + node);
    }

    /** In order of arrival. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The bodies that came under each id: one each, if a message is sent again as it was. */
    Map<String, Set<String>> bodies() {
        return requests.stream()
                .collect(Collectors.groupingBy(Request::id, Collectors.mapping(Request::body, Collectors.toSet())));
    }

    /** What a node has sent and has no answer to. */
    Set<String> underWay(String node) {
        return Set.copyOf(of(node));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private Set<String> of(String node) {
        return underWay.computeIfAbsent(node, name -> ConcurrentHashMap.newKeySet());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String node = exchange.getRequestURI().getPath().substring(1);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            requests.add(new Request(node, id, body, System.nanoTime()));
            of(node).add(id);
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(slowness.apply(node).toMillis()));
            of(node).remove(id);
            exchange.sendResponseHeaders(202, -1);
        }
    }
}
