package io.kanhu.server.http;

import io.kanhu.alerting.channel.Receipts;
import io.kanhu.alerting.channel.push.Subscriptions;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Browsers that take notifications while the page is closed. */
public final class PushApi {
    private final Optional<Subscriptions> subscriptions;
    private final Receipts receipts;
    private final Clock clock;

    /** @param subscriptions empty where notifications are switched off */
    public PushApi(Optional<Subscriptions> subscriptions, Receipts receipts, Clock clock) {
        this.subscriptions = subscriptions;
        this.receipts = receipts;
        this.clock = clock;
    }

    void bind(Operations operations) {
        operations.add("getPushKey", call -> Answer.ok(new JsonObject().put("key", there().serverKey())));
        operations.add("subscribeToPushes", this::subscribe);
        operations.add("unsubscribeFromPushes", call -> {
            there().remove(call.user().id(), call.body().getString("endpoint"));
            return Answer.done();
        });
        // Whoever knows the key has got the message; the session of a phone in a pocket may have run out.
        operations.addOpen("receiptPush", (context, request) -> {
            receipts.delivered(UUID.fromString(Call.pathOf(request, "key")), clock.instant());
            return Answer.done();
        });
    }

    boolean isThere() {
        return subscriptions.isPresent();
    }

    private Answer subscribe(Call call) {
        if (call.user().workerId() == null) {
            throw new Problem(409, "Only workers are called; this user is none.");
        }
        JsonObject body = call.body();
        JsonObject keys = body.getJsonObject("keys");
        Long expires = body.getLong("expirationTime");
        try {
            there().add(
                            call.user().id(),
                            body.getString("endpoint"),
                            keys.getString("p256dh"),
                            keys.getString("auth"),
                            expires == null ? null : Instant.ofEpochMilli(expires));
        } catch (IllegalArgumentException e) {
            throw new Problem(400, "This browser cannot be reached: " + e.getMessage() + ".");
        }
        return Answer.done();
    }

    private Subscriptions there() {
        return subscriptions.orElseThrow(
                () -> new Problem(404, "Notifications are switched off here (kanhu.channels.push.enabled)."));
    }
}
