package io.kanhu.alerting.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A gateway for telephones that holds to the Standard Webhooks specification: refuses what is not signed or five minutes off, and
 * delivers a message once however often it comes.
 */
final class FakeGateway implements AutoCloseable {
    static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    /** What it does with the next request. */
    enum Mood {
        BUSY,
        BROKEN,
        LOSES_THE_REPLY,
        NEVER_ANSWERS,
        WONT
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock;
    private final ConcurrentLinkedQueue<Mood> moods = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> delivered = new ConcurrentHashMap<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final Semaphore closing = new Semaphore(0);

    FakeGateway(Clock clock) throws IOException {
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/page", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/page");
    }

    void willBe(Mood... next) {
        moods.addAll(List.of(next));
    }

    /** The ids of all requests that were signed, in order of arrival. */
    List<String> requests() {
        return requests;
    }

    /** Bodies by id. */
    Map<String, String> delivered() {
        return delivered;
    }

    List<String> refused() {
        return refused;
    }

    @Override
    public void close() {
        closing.release(1_000);
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            if (!isSigned(exchange, id, body)) {
                refused.add(id);
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            requests.add(id);
            Mood mood = moods.poll();
            if (mood == Mood.BUSY) {
                exchange.getResponseHeaders().add("Retry-After", "7");
                exchange.sendResponseHeaders(429, -1);
            } else if (mood == Mood.BROKEN) {
                exchange.sendResponseHeaders(500, -1);
            } else if (mood == Mood.WONT) {
                exchange.sendResponseHeaders(422, -1);
            } else if (mood == Mood.NEVER_ANSWERS) {
                closing.acquireUninterruptibly();
            } else {
                String before = delivered.putIfAbsent(id, new String(body, StandardCharsets.UTF_8));
                if (mood == Mood.LOSES_THE_REPLY) {
                    return;
                }
                exchange.sendResponseHeaders(before == null ? 202 : 200, -1);
            }
        }
    }

    private boolean isSigned(HttpExchange exchange, String id, byte[] body) {
        String at = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
        if (id == null || at == null || signature == null) {
            return false;
        }
        long off = Math.abs(Instant.ofEpochSecond(Long.parseLong(at)).getEpochSecond()
                - clock.instant().getEpochSecond());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            String text = id + "." + at + "." + new String(body, StandardCharsets.UTF_8);
            String right =
                    "v1," + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            return off <= 300 && List.of(signature.split(" ", -1)).contains(right);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
