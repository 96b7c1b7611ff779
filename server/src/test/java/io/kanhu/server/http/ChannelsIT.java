package io.kanhu.server.http;

import static io.kanhu.server.Person.json;
import static io.kanhu.server.Person.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kanhu.server.Person;
import io.kanhu.server.Town;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels as operators see them and workers try them, and a browser that takes pushes. What providers check is tested beside each. */
class ChannelsIT {
    /** The browser of RFC 8291's example. */
    private static final String KEYS = "{\"p256dh\":"
            + "\"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4\","
            + "\"auth\":\"BTBZMqHH6r4Tts7J_aSIgg\"}";

    private static final String SECRET = "a-secret-that-nobody-sees";

    private static final String ECHO =
            "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";

    @TempDir
    static Path data;

    private static final List<String> asked = new CopyOnWriteArrayList<>();
    private static final Semaphore slow = new Semaphore(0);
    private static HttpServer outside;
    private static Town town;

    @BeforeAll
    static void start() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.setExecutor(task -> Thread.startVirtualThread(task));
        outside.createContext("/push", exchange -> answer(exchange, 201, ""));
        outside.createContext("/", exchange -> {
            if (exchange.getRequestHeaders().getFirst("x-acs-action").equals("SingleCallByTts")) {
                slow.acquireUninterruptibly();
            }
            answer(exchange, 200, "{\"Code\":\"OK\",\"BizId\":\"1\",\"CallId\":\"2\"}");
        });
        outside.start();
        String url = "http://127.0.0.1:" + outside.getAddress().getPort();
        Map<String, String> settings = new HashMap<>(Map.of(
                "kanhu.channels.push.services",
                "127.0.0.1",
                "kanhu.channels.aliyun.access-key-id",
                "LTAI",
                "kanhu.channels.aliyun.access-key-secret-file",
                Files.writeString(data.resolve("secret"), SECRET).toString(),
                "kanhu.channels.aliyun.sms.template",
                "SMS_1",
                "kanhu.channels.aliyun.sms.sign-name",
                "看护中心",
                "kanhu.channels.aliyun.sms.url",
                url,
                "kanhu.channels.aliyun.voice.template",
                "TTS_1",
                "kanhu.channels.aliyun.voice.url",
                url));
        settings.putAll(Map.of(
                "kanhu.channels.page-url",
                "https://kanhu.example.org",
                "kanhu.channels.wecom.corporation",
                "wx5823bf96d3bd56c7",
                "kanhu.channels.wecom.agent",
                "1",
                "kanhu.channels.wecom.secret",
                SECRET,
                "kanhu.channels.wecom.callback-token",
                "QDG6eK",
                "kanhu.channels.wecom.callback-key",
                "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"));
        town = Town.start(data, settings);
    }

    @AfterAll
    static void stop() {
        slow.release(1_000);
        town.close();
        outside.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            asked.add(exchange.getRequestURI().getPath() + " "
                    + String.valueOf(exchange.getRequestHeaders().getFirst("x-acs-action")));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void aBrowserTakesPushesUntilItIsSwitchedOffAndWhatArrivesIsNoReceipt() throws MqttException {
        Person worker = town.loggedIn(Town.WORKER);
        assertThat(json(worker.get("/api/push/key")).getString("key")).hasSize(87);
        String endpoint = "http://127.0.0.1:" + outside.getAddress().getPort() + "/push/phone";
        String subscription = "{\"endpoint\":\"" + endpoint + "\",\"expirationTime\":null,\"keys\":" + KEYS + "}";
        assertThat(worker.post("/api/push/subscription", subscription).statusCode())
                .isEqualTo(204);
        assertThat(channels(worker)).contains("push", "sms", "voice");

        town.press(0, "pushed");

        await().until(() -> asked.contains("/push/phone null"));
        await().until(() -> count("channel = 'push' AND state = 'sent'") == 1);
        String key = text("SELECT idempotency_key::text FROM notification WHERE channel = 'push'");
        assertThat(town.somebody().post("/api/push/receipts/" + key).statusCode())
                .isEqualTo(204);
        assertThat(count("channel = 'push' AND state = 'sent' AND delivered_at IS NOT NULL"))
                .isEqualTo(1);
        problem(town.somebody().post("/api/push/receipts/nothing"), 400);

        HttpResponse<String> removed = worker.send(worker.request("/api/push/subscription")
                .method("DELETE", BodyPublishers.ofString("{\"endpoint\":\"" + endpoint + "\"}")));
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(channels(worker)).doesNotContain("push");
    }

    @Test
    void whatIsNoBrowserIsRefusedInWords() {
        Person worker = town.loggedIn(Town.WORKER);
        problem(town.somebody().get("/api/push/key"), 401);
        assertThat(problem(
                        worker.post(
                                "/api/push/subscription", "{\"endpoint\":\"http://10.0.0.1/x\",\"keys\":" + KEYS + "}"),
                        400))
                .contains("kanhu.channels.push.services");
        assertThat(problem(
                        town.loggedIn("operator")
                                .post(
                                        "/api/push/subscription",
                                        "{\"endpoint\":\"http://127.0.0.1/x\",\"keys\":" + KEYS + "}"),
                        409))
                .contains("workers");
    }

    @Test
    void aWorkerTriesAChannelOnThemselvesOnceAMinuteWhileAnotherChannelIsSlow() {
        Person worker = town.loggedIn("worker2");
        Thread call = Thread.startVirtualThread(() -> worker.post("/api/me/channels/voice/test"));
        assertThat(json(worker.post("/api/me/channels/sms/test")).getString("result"))
                .isEqualTo("sent");
        assertThat(call.isAlive()).isTrue();
        assertThat(problem(worker.post("/api/me/channels/sms/test"), 429)).contains("minute");
        problem(worker.post("/api/me/channels/ntfy/test"), 404);
        problem(worker.post("/api/me/channels/pigeon/test"), 400);
        assertThat(problem(worker.post("/api/me/channels/push/test"), 409)).contains("no address");
        problem(town.loggedIn("operator").post("/api/me/channels/sms/test"), 409);
        slow.release();
    }

    @Test
    void operatorsSeeHowChannelsDoAndNobodySeesTheirSecrets() {
        json(town.loggedIn("worker3").post("/api/me/channels/sms/test"));
        JsonObject answer = json(town.loggedIn("operator").get("/api/channels"));
        JsonObject sms = answer.getJsonArray("channels").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("channel").equals("sms"))
                .findFirst()
                .orElseThrow();
        assertThat(sms.getString("provider")).isEqualTo("Aliyun SMS");
        assertThat(sms.getString("state")).isEqualTo("working");
        problem(town.loggedIn(Town.WORKER).get("/api/channels"), 403);
        String metrics = new Person(town.metrics()).get("").body();
        assertThat(metrics).contains("kanhu_channel_failing_seconds{channel=\"sms\"} 0.0");
        assertThat(answer.encode() + metrics).doesNotContain(SECRET);
    }

    /** With what WeCom publishes as an example, signed anew. */
    @Test
    void wecomIsAnsweredWhatItEncryptedAndAnybodyElseIsRefused() throws GeneralSecurityException {
        Person wecom = town.somebody();
        HttpResponse<String> answer = wecom.get("/api/wecom/callback?echostr=" + encode(ECHO) + "&" + signed(ECHO));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("1616140317555161061");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));

        // The word of the example is no XML, so that is as far as a message of WeCom's comes here; CardButtonsIT goes
        // all the way.
        String body = "<xml><Encrypt><![CDATA[" + ECHO + "]]></Encrypt></xml>";
        assertThat(problem(wecom.post("/api/wecom/callback?" + signed(ECHO), body), 403))
                .contains("not the XML");
        assertThat(problem(wecom.post("/api/wecom/callback?" + signed("another"), body), 403))
                .contains("signature");
        problem(wecom.post("/api/wecom/callback", body), 400);
    }

    private static String signed(String text) throws GeneralSecurityException {
        String now = Long.toString(Instant.now().getEpochSecond());
        String together = Stream.of("QDG6eK", now, "n1", text).sorted().collect(Collectors.joining());
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(together.getBytes(StandardCharsets.UTF_8));
        return "timestamp=" + now + "&nonce=n1&msg_signature=" + HexFormat.of().formatHex(hash);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> channels(Person person) {
        JsonArray channels = json(person.get("/api/me/channels")).getJsonArray("channels");
        return channels.stream().map(String.class::cast).toList();
    }

    private static int count(String where) {
        return Integer.parseInt(text("SELECT count(*)::text FROM notification WHERE " + where));
    }

    private static String text(String sql) {
        return town.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
