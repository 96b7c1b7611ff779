package io.kanhu.alerting.channel.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zerodeplibs.webpush.EncryptedPushMessage;
import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.Channel.Answer.Accepted;
import io.kanhu.alerting.channel.Channel.Answer.Later;
import io.kanhu.alerting.channel.Channel.Answer.Refused;
import io.kanhu.alerting.channel.Message;
import io.kanhu.alerting.channel.http.Exchange;
import io.kanhu.alerting.channel.http.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes to all browsers in which a worker has switched notifications on. It has reached them when one push service has taken it: to try
 * the others again would ring the first again. What is shown on a locked screen names nobody.
 */
public final class WebPushChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(WebPushChannel.class);

    /** After this the ladder has long called others. */
    private static final Duration SHOWN_WITHIN = Duration.ofMinutes(10);

    private static final Set<Integer> GONE = Set.of(404, 410);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Subscriptions subscriptions;
    private final VapidKeys keys;
    private final Exchange exchange;
    private final Clock clock;

    public WebPushChannel(Subscriptions subscriptions, VapidKeys keys, Exchange exchange, Clock clock) {
        this.subscriptions = subscriptions;
        this.keys = keys;
        this.exchange = exchange;
        this.clock = clock;
    }

    /** For an answer of a push service; the database comes before. */
    @Override
    public Duration patience() {
        return exchange.patience();
    }

    @Override
    public CompletionStage<Answer> send(Message message) {
        return CompletableFuture.supplyAsync(() -> sendToAll(message), Thread::startVirtualThread);
    }

    private Answer sendToAll(Message message) {
        try {
            Long worker = message.to().workerId();
            List<Subscription> browsers = worker == null
                    ? List.of()
                    : message.isWithoutCase() ? subscriptions.remembered(worker) : subscriptions.of(worker);
            return together(browsers.stream().map(browser -> send(message, browser)).toList().stream()
                    .map(CompletableFuture::join)
                    .toList());
        } catch (JdbiException e) {
            LOG.info("cannot read who takes pushes why=\"{}\"", e.getMessage());
            return new Later("cannot read who takes pushes", Duration.ZERO);
        }
    }

    private CompletableFuture<Answer> send(Message message, Subscription browser) {
        EncryptedPushMessage body =
                MessageEncryptions.of().encrypt(browser.keys(), PushMessage.ofUTF8(payload(message)));
        return exchange.ask(HttpRequest.newBuilder(browser.endpoint())
                        .header("Authorization", keys.authorization(browser.endpoint(), clock.instant()))
                        .header("TTL", Long.toString(SHOWN_WITHIN.toSeconds()))
                        .header("Urgency", "high")
                        // The service lets it take the place of an earlier try that the phone has not fetched.
                        .header(
                                "Topic",
                                message.key().toString().replace("-", "").toLowerCase(Locale.ROOT))
                        .header("Content-Type", body.mediaType())
                        .header("Content-Encoding", body.contentEncoding())
                        .POST(BodyPublishers.ofByteArray(body.toBytes())))
                .handle((reply, error) -> error == null
                        ? answer(message, browser, reply)
                        : new Later("no answer from the push service: " + Exchange.why(error), Duration.ZERO));
    }

    private Answer answer(Message message, Subscription browser, Reply reply) {
        if (reply.isSuccess()) {
            return new Accepted(null);
        }
        String why = "the push service " + browser.endpoint().getHost() + " answers " + reply.status();
        if (GONE.contains(reply.status())) {
            if (!message.isWithoutCase()) {
                forget(browser);
            }
            return new Refused(why);
        }
        return reply.status() == 400 || reply.status() == 413 ? new Refused(why) : new Later(why, reply.retryAfter());
    }

    private void forget(Subscription gone) {
        try {
            subscriptions.forget(gone);
        } catch (JdbiException e) {
            // The service says so again next time.
            LOG.info("a browser that takes no pushes any more is not forgotten yet why=\"{}\"", e.getMessage());
        }
    }

    private static Answer together(List<Answer> answers) {
        Answer best = new Refused("no browser of theirs takes pushes any more");
        for (Answer answer : answers) {
            if (answer instanceof Accepted) {
                return answer;
            }
            if (!(best instanceof Later)) {
                best = answer;
            }
        }
        return best;
    }

    private static String payload(Message message) {
        return JSON.createObjectNode()
                .put("alert", message.alertId())
                .put("key", message.key().toString())
                .put("title", message.words().what())
                .put("body", body(message, message.language().equals("en")))
                .put("urgent", message.isCall())
                .put("recall", message.kind().equals(Message.RECALL))
                .toString();
    }

    private static String body(Message message, boolean english) {
        if (message.kind().equals(Message.TEST)) {
            return english ? "Notifications work on this phone." : "这部手机能收到看护通知，无需处理。";
        }
        if (!message.isCall()) {
            return message.words().text();
        }
        if (message.isWithoutCase()) {
            return english ? "Tap to open the page and answer." : "点开查看并接单。";
        }
        return english ? "Tap to open the case and answer. No. " + message.alertId() : "点开查看并接单。编号" + message.alertId();
    }

    @Override
    public String toString() {
        return "Web Push";
    }
}
