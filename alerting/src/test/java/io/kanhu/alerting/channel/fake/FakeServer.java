package io.kanhu.alerting.channel.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A provider outside the city. What it takes and what it says is the subclass's; it can lose a reply, or be late with one. */
public abstract class FakeServer implements AutoCloseable {
    /** What becomes of the next answer. */
    public enum Mood {
        ANSWERS,
        LOSES_THE_REPLY,
        NEVER_ANSWERS
    }

    /** A request as it came. */
    public static final class Request {
        private final String method;
        private final URI uri;
        private final Map<String, List<String>> headers;
        private final byte[] body;

        Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
            this.method = method;
            this.uri = uri;
            this.headers = headers;
            this.body = body;
        }

        public String method() {
            return method;
        }

        public URI uri() {
            return uri;
        }

        public Map<String, List<String>> headers() {
            return headers;
        }

        public byte[] body() {
            return body;
        }

        /** The first header of this name, empty if there is none. */
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .findFirst()
                    .map(entry -> entry.getValue().getFirst())
                    .orElse("");
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** What is answered. */
    public record Response(int status, String body, Map<String, String> headers) {
        public static Response of(int status) {
            return new Response(status, "", Map.of());
        }

        public static Response json(int status, String body) {
            return new Response(status, body, Map.of("Content-Type", "application/json"));
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Mood> moods = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Response> troubles = new ConcurrentLinkedQueue<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Semaphore closing = new Semaphore(0);

    protected FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** Answers a request that is in order, or refuses one that is not and says why by {@link #complain}. */
    protected abstract Response answer(Request request);

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public void willBe(Mood... next) {
        moods.addAll(List.of(next));
    }

    /** The next requests that are in order get these answers in place of the usual one. */
    public void willAnswer(Response... next) {
        troubles.addAll(List.of(next));
    }

    /** An answer that somebody wished for, {@code null} if there is none. */
    protected @Nullable Response wished() {
        return troubles.poll();
    }

    /** What was wrong with requests. */
    public List<String> complaints() {
        return complaints;
    }

    public List<Request> requests() {
        return requests;
    }

    protected void complain(String what) {
        complaints.add(what);
    }

    @Override
    public void close() {
        closing.release(1_000);
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestBody().readAllBytes());
            requests.add(request);
            Mood mood = moods.poll();
            if (mood == Mood.NEVER_ANSWERS) {
                closing.acquireUninterruptibly();
                return;
            }
            Response response = answer(request);
            if (mood == Mood.LOSES_THE_REPLY) {
                return;
            }
            response.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
