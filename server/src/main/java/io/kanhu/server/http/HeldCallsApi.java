package io.kanhu.server.http;

import io.kanhu.alerting.episode.Actor;
import io.kanhu.alerting.episode.Moves;
import io.kanhu.alerting.outage.HeldCalls;
import io.kanhu.alerting.outage.HeldView;
import io.kanhu.alerting.outage.Reply;
import io.kanhu.protocol.Fix;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answering calls for help that are not stored yet. */
final class HeldCallsApi implements Api.Subject {
    private final HeldCalls held;
    private final Moves moves;

    HeldCallsApi(HeldCalls held, Moves moves) {
        this.held = held;
        this.moves = moves;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("acknowledgeHeldCall", this::acknowledge);
        operations.add("receiptHeldCall", this::receipt);
    }

    private Answer acknowledge(Call call) {
        Actor actor = call.user().actor();
        return switch (held.acknowledge(
                keyOf(call), actor.name(), actor.workerId(), call.user().office())) {
            case Reply.Kept(HeldView view) -> Answer.ok(new JsonObject().put("held", shape(view)));
            case Reply.Stored(long alertId) ->
                Answer.ok(new JsonObject().put("alert", AlertShape.alert(moves.acknowledge(alertId, actor))));
            case Reply.Taken(String by) -> throw new Problem(409, by + " already goes.");
            case Reply.Passing() ->
                throw new Problem(503, "The call is being stored at this moment; ask again.", Duration.ofSeconds(1));
            case Reply.Unknown() -> throw new Problem(404, "There is no such call for you.");
        };
    }

    private Answer receipt(Call call) {
        Long worker = call.user().workerId();
        if (worker != null) {
            held.receipt(keyOf(call), worker);
        }
        return Answer.done();
    }

    private static UUID keyOf(Call call) {
        RequestParameter key =
                Objects.requireNonNull(call.request().getPathParameters().get("key"));
        return UUID.fromString(key.getString());
    }

    /** A held call as the contract writes it. */
    static JsonObject shape(HeldView call) {
        return new JsonObject()
                .put("key", call.key().toString())
                .put("kind", "sos")
                .put("band", call.band())
                .put("wearerId", call.wearerId())
                .put("wearer", call.wearer())
                .put("address", call.address())
                .put("phone", call.phone())
                .put("grid", call.grid())
                .put("place", place(call.fix(), call.raisedAt()))
                .put("raisedAt", call.raisedAt().toString())
                .put("receivedAt", call.receivedAt().toString())
                .put("pressCount", call.pressCount())
                .put("acknowledgedBy", call.acknowledgedBy())
                .put("mine", call.mine())
                .put("rings", call.rings())
                .put("over", call.over())
                .put("alertId", call.alertId());
    }

    private static @Nullable JsonObject place(@Nullable Fix fix, Instant at) {
        return fix == null
                ? null
                : AlertShape.place(fix.latitude(), fix.longitude(), fix.accuracyMetres(), at.toString());
    }
}
