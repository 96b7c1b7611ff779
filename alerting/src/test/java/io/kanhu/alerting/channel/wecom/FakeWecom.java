package io.kanhu.alerting.channel.wecom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kanhu.alerting.channel.fake.FakeServer;
import io.kanhu.alerting.channel.wecom.WecomSeal.Told;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * WeCom as it is published: tokens that run out, cards whose parts have a length and buttons that are replaced once, a group that takes 20 messages a
 * minute.
 */
final class FakeWecom extends FakeServer {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As in the console. */
    static final String CALLBACK_TOKEN = "callback-token";

    static final String CALLBACK_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    private static final WecomSeal SEAL = new WecomSeal(CALLBACK_TOKEN, CALLBACK_KEY, "ww1");

    private final Clock clock;
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger toGroup = new AtomicInteger();
    private final Set<String> cards = ConcurrentHashMap.newKeySet();
    private final Map<String, String> buttons = new ConcurrentHashMap<>();
    private final Map<String, String> codes = new ConcurrentHashMap<>();
    private final AtomicInteger presses = new AtomicInteger();
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

    /** What stands on the buttons of cards, by their task ids. */
    Map<String, String> buttons() {
        return buttons;
    }

    /** Somebody presses the button of a card: what WeCom tells the application, sealed. */
    Told press(String user, String task) {
        String code = "code-" + presses.incrementAndGet();
        codes.put(code, task);
        return SEAL.tell(clock.instant(), """
                <xml><ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName>
                <CreateTime>%d</CreateTime><MsgType><![CDATA[event]]></MsgType>
                <Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[acknowledge]]></EventKey>
                <TaskId><![CDATA[%s]]></TaskId><CardType><![CDATA[button_interaction]]></CardType>
                <ResponseCode><![CDATA[%s]]></ResponseCode><AgentID>1000002</AgentID></xml>
                """.formatted(user, clock.instant().getEpochSecond(), task, code));
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
                case "/cgi-bin/message/update_template_card" ->
                    update(request.uri().getQuery(), JSON.readTree(request.text()));
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
        JsonNode card = body.path(body.path("msgtype").asText());
        boolean fits = body.path("agentid").asInt() == 1_000_002
                && switch (body.path("msgtype").asText()) {
                    case "textcard" -> isTextCard(card);
                    case "template_card" -> isButtonCard(card);
                    default -> false;
                };
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
        if (card.has("task_id")) {
            buttons.put(
                    card.path("task_id").asText(),
                    card.path("button_list").path(0).path("text").asText());
        }
        return Response.json(200, "{\"errcode\":0,\"errmsg\":\"ok\",\"invaliduser\":\"\",\"msgid\":\"m1\"}");
    }

    private static boolean isTextCard(JsonNode card) {
        return bytes(card, "title") <= 128
                && bytes(card, "description") <= 512
                && bytes(card, "url") <= 2048
                && card.path("btntxt").asText().length() <= 4;
    }

    /** Lengths are what WeCom advises: what is longer is cut on phones. */
    private static boolean isButtonCard(JsonNode card) {
        JsonNode button = card.path("button_list").path(0);
        return card.path("card_type").asText().equals("button_interaction")
                && card.path("task_id").asText().matches("[0-9A-Za-z_@-]{1,128}")
                && card.path("main_title").path("title").asText().length() <= 36
                && card.path("main_title").path("desc").asText().length() <= 44
                && card.path("card_action").path("type").asInt() == 1
                && bytes(card.path("card_action"), "url") <= 2048
                && card.path("button_list").size() == 1
                && !button.path("text").asText().isEmpty()
                && button.path("text").asText().length() <= 10
                && bytes(button, "key") <= 1024;
    }

    /** A response code is good for once. */
    private Response update(String query, JsonNode body) {
        if (!query.equals("access_token=" + token)) {
            return code(40_014);
        }
        String task = codes.remove(body.path("response_code").asText());
        String shown = body.path("button").path("replace_name").asText();
        if (task == null
                || shown.isEmpty()
                || shown.length() > 10
                || body.path("agentid").asInt() != 1_000_002) {
            complain(body.toString());
            return code(42_009);
        }
        buttons.put(task, shown);
        return code(0);
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
