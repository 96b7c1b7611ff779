package io.kanhu.alerting.channel.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Cards of an application in WeCom, each to one worker; its button opens the case on Kanhu's page. The same card within half an hour is
 * shown once: WeCom compares them, and a card's link has the message's key in it.
 */
public final class WecomApp implements Channel {
    private static final Set<Integer> TOKEN_IS_OVER = Set.of(40_014, 42_001, 41_001);
    private static final int SAME_WITHIN_SECONDS = 1_800;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final int agent;
    private final URI page;
    private final WecomToken token;
    private final Exchange exchange;

    /**
     * An application.
     *
     * @param url of WeCom, {@code https://qyapi.weixin.qq.com}
     * @param agent the application's id
     * @param page Kanhu's, as phones reach it
     */
    public WecomApp(URI url, int agent, URI page, WecomToken token, Exchange exchange) {
        this.url = url;
        this.agent = agent;
        this.page = page;
        this.token = token;
        this.exchange = exchange;
    }

    /** Two answers may be waited for: a token's and the message's, and once more each. */
    @Override
    public Duration patience() {
        return exchange.patience().multipliedBy(4);
    }

    @Override
    public CompletionStage<Answer> send(Message message) {
        String user = message.to().wecomUser();
        if (user == null) {
            return CompletableFuture.completedFuture(new Refused("they have no WeCom user id any more"));
        }
        String body = body(message, user);
        return attempt(body)
                .thenCompose(reply -> TOKEN_IS_OVER.contains(codeOf(reply))
                        ? attempt(body)
                        : CompletableFuture.completedFuture(reply))
                .handle((reply, error) -> error == null ? meaning(reply, user) : new Later(why(error), Duration.ZERO));
    }

    private CompletableFuture<Reply> attempt(String body) {
        return token.get()
                .thenCompose(secret -> exchange.ask(
                                HttpRequest.newBuilder(url.resolve("/cgi-bin/message/send?access_token=" + secret))
                                        .header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))))
                        .thenApply(reply -> {
                            if (TOKEN_IS_OVER.contains(codeOf(reply))) {
                                token.forget(secret);
                            }
                            return reply;
                        }));
    }

    private static Answer meaning(Reply reply, String user) {
        Answer answer = WecomGroup.meaning(reply);
        JsonNode unknown = reply.json().path("invaliduser");
        boolean isUnknown = List.of(unknown.asText("").split("\\|", -1)).contains(user);
        return answer instanceof Accepted && isUnknown
                ? new Refused("WeCom does not know them, or they may not see the application")
                : answer;
    }

    private String body(Message message, String user) {
        boolean english = message.language().equals("en");
        ObjectNode body = JSON.createObjectNode()
                .put("touser", user)
                .put("msgtype", "textcard")
                .put("agentid", agent)
                .put("enable_duplicate_check", 1)
                .put("duplicate_check_interval", SAME_WITHIN_SECONDS);
        body.putObject("textcard")
                .put("title", message.words().what())
                .put("description", description(message, english))
                .put(
                        "url",
                        page.resolve("/?alert=" + message.alertId() + "&key=" + message.key())
                                .toString())
                .put("btntxt", english ? "Open" : "去接单");
        return body.toString();
    }

    private static String description(Message message, boolean english) {
        if (message.kind().equals(Message.TEST)) {
            return message.words().text();
        }
        if (message.isWithoutCase()) {
            return english ? "Please open the page and answer" : "请立即打开看护页面接单";
        }
        return english ? "Case " + message.alertId() : "编号" + message.alertId() + "，请立即接单";
    }

    private static int codeOf(Reply reply) {
        return reply.json().path("errcode").asInt();
    }

    private static String why(Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return cause instanceof WecomToken.Unavailable
                ? String.valueOf(cause.getMessage())
                : "no answer from WeCom: " + Exchange.why(error);
    }

    @Override
    public String toString() {
        return "WeCom application";
    }
}
