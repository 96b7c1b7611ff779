package io.kanhu.server.http;

import io.kanhu.alerting.message.Messages;
import io.kanhu.registry.Scopes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Messages from the office to workers, and who has seen them. */
public final class MessagesApi implements Api.Subject {
    private static final int MOST = 50;

    private final Messages messages;
    private final Scopes scopes;

    public MessagesApi(Messages messages, Scopes scopes) {
        this.messages = messages;
        this.scopes = scopes;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("sendMessage", this::send);
        operations.add("listMessages", this::sent);
        operations.add("listMyMessages", this::mine);
        operations.add("receiptMessage", this::receipt);
    }

    private Answer send(Call call) {
        call.requireOffice();
        JsonObject body = call.body();
        if (!scopes.hasArea(call.user().scope(), body.getString("area"))) {
            throw new Problem(403, "You write to the workers of your own area; choose it, or an area in it.");
        }
        Messages.To to = new Messages.To(body.getString("area"), body.getBoolean("onDuty", true));
        return messages.send(
                        to,
                        body.getString("text"),
                        body.getBoolean("urgent", false),
                        call.user().actor().name())
                .map(sent -> Answer.ok(json(sent)))
                .orElseThrow(() -> new Problem(
                        409,
                        "That is nobody: no such area, or nobody on duty there. Choose another area, or all workers."));
    }

    private Answer sent(Call call) {
        call.requireOffice();
        JsonArray array = new JsonArray();
        messages.sent(MOST).stream()
                .filter(one -> scopes.hasArea(call.user().scope(), one.areaCode()))
                .forEach(one -> array.add(json(one)));
        return Answer.ok(new JsonObject().put("messages", array));
    }

    private Answer mine(Call call) {
        Long worker = call.user().workerId();
        JsonArray array = new JsonArray();
        if (worker != null) {
            messages.unseen(worker)
                    .forEach(one -> array.add(new JsonObject()
                            .put("id", one.id())
                            .put("at", one.at().toString())
                            .put("by", one.by())
                            .put("urgent", one.urgent())
                            .put("text", one.text())));
        }
        return Answer.ok(new JsonObject().put("messages", array));
    }

    private Answer receipt(Call call) {
        @Nullable Long worker = call.user().workerId();
        if (worker != null) {
            messages.seen(call.id(), worker);
        }
        return Answer.done();
    }

    private static JsonObject json(Messages.Sent sent) {
        return new JsonObject()
                .put("id", sent.id())
                .put("at", sent.at().toString())
                .put("by", sent.by())
                .put("area", sent.area())
                .put("onDuty", sent.onDuty())
                .put("urgent", sent.urgent())
                .put("text", sent.text())
                .put("recipients", sent.recipients())
                .put("pushed", sent.pushed())
                .put("seen", sent.seen())
                .put("unseen", new JsonArray(sent.unseen()));
    }
}
