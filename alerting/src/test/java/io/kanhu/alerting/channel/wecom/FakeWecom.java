package io.kanhu.alerting.channel.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.alerting.channel.fake.FakeServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** WeCom as it is published: tokens that run out, cards whose parts have a length, a group that takes 20 messages a minute. */
final class FakeWecom extends FakeServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger toGroup = new AtomicInteger();
    private final Set<String> cards = ConcurrentHashMap.newKeySet();
    private volatile String token = "";
    private volatile Instant until = Instant.MIN;

    FakeWecom(Clock clock) {
        this.clock = clock;
    }

    /** How often a token was fetched. */
    int tokens() {
        return tokens.get();
    }

    /** The cards that were shown, each once. */
    Set<String> cards() {
        return cards;
    }

    /** Somebody has fetched another token elsewhere. */
    void forgetToken() {
        token = "";
    }

    static Response code(int code) {
        return Response.json(200, "{\"errcode\":" + code + ",\"errmsg\":\"…\"}");
    }

    @Override
    protected Response answer(Request request) {
        try {
            return switch (request.uri().getPath()) {
                case "/cgi-bin/gettoken" -> token(request.uri().getQuery());
                case "/cgi-bin/message/send" -> send(request.uri().getQuery(), JSON.readTree(request.text()));
                case "/cgi-bin/webhook/send" -> group(request.uri().getQuery(), JSON.readTree(request.text()));
                default -> Response.of(404);
            };
        } catch (JsonProcessingException e) {
            return code(40_058);
        }
    }

    private Response token(String query) {
        if (!query.equals("corpid=ww1&corpsecret=wecom-secret")) {
            return code(40_001);
        }
        token = "token-" + tokens.incrementAndGet();
        until = clock.instant().plusSeconds(7200);
        return Response.json(
                200, "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"" + token + "\",\"expires_in\":7200}");
    }

    private Response send(String query, JsonNode body) {
        if (!query.equals("access_token=" + token)) {
            return code(40_014);
        }
        if (!until.isAfter(clock.instant())) {
            return code(42_001);
        }
        Response wished = wished();
        if (wished != null) {
            return wished;
        }
        JsonNode card = body.path("textcard");
        boolean fits = bytes(card, "title") <= 128
                && bytes(card, "description") <= 512
                && bytes(card, "url") <= 2048
                && card.path("btntxt").asText().length() <= 4
                && body.path("agentid").asInt() == 1_000_002;
        if (!fits) {
            complain(body.toString());
            return code(40_058);
        }
        if (!body.path("touser").asText().equals("wang.wu")) {
            return Response.json(
                    200,
                    "{\"errcode\":0,\"errmsg\":\"ok\",\"invaliduser\":\"wang.wu|"
                            + body.path("touser").asText() + "\"}");
        }
        cards.add(card.toString());
        return Response.json(200, "{\"errcode\":0,\"errmsg\":\"ok\",\"invaliduser\":\"\",\"msgid\":\"m1\"}");
    }

    private Response group(String query, JsonNode body) {
        if (!query.equals("key=robot-key")) {
            return code(93_000);
        }
        if (bytes(body.path("markdown"), "content") > 4096) {
            return code(40_058);
        }
        return toGroup.incrementAndGet() > 20 ? code(45_009) : code(0);
    }

    private static int bytes(JsonNode node, String name) {
        return node.path(name).asText().getBytes(StandardCharsets.UTF_8).length;
    }
}
