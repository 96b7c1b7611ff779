package io.kanhu.server.http;

import io.kanhu.alerting.channel.Channel;
import io.kanhu.alerting.channel.ChannelDesk;
import io.kanhu.alerting.channel.ChannelDesk.Trial;
import io.kanhu.alerting.channel.ChannelHealth;
import io.kanhu.alerting.ladder.Means;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How channels do, and trying them on oneself. */
public final class ChannelsApi implements Api.Subject {
    private final ChannelDesk desk;
    private final PushApi push;
    private final WecomApi wecom;

    public ChannelsApi(ChannelDesk desk, PushApi push, WecomApi wecom) {
        this.desk = desk;
        this.push = push;
        this.wecom = wecom;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listChannels", this::list);
        operations.add("listMyChannels", this::mine);
        operations.add("tryMyChannel", this::tryOne);
        push.bind(operations);
        wecom.bind(operations);
    }

    private Answer list(Call call) {
        if (!call.user().role().seesEveryAlert()) {
            throw new Problem(403, "Channels are for supervisors, operators and administrators.");
        }
        JsonArray array = new JsonArray();
        desk.states().forEach(state -> array.add(json(state)));
        return Answer.ok(new JsonObject().put("channels", array));
    }

    private Answer mine(Call call) {
        Long worker = call.user().workerId();
        JsonArray array = new JsonArray();
        if (worker != null) {
            desk.reaching(worker).forEach(by -> array.add(by.code()));
        }
        return Answer.ok(new JsonObject().put("channels", array).put("push", worker != null && push.isThere()));
    }

    private Answer tryOne(Call call) {
        Long worker = call.user().workerId();
        if (worker == null) {
            throw new Problem(409, "Only workers are called; this user is none.");
        }
        Means by = Means.of(Call.pathOf(call.request(), "means"));
        return switch (desk.tryOn(call.user().id(), worker, by)) {
            case Trial.Tried(Channel.Answer answer) -> Answer.ok(json(answer));
            case Trial.TooSoon(Duration wait) ->
                throw new Problem(429, "You have tried this within the last minute; wait for it.", wait);
            case Trial.NoChannel() ->
                throw new Problem(
                        404, "There is no channel " + by.code() + " here; docs/operating.md says how to set it up.");
            case Trial.NoAddress() ->
                throw new Problem(409, "You have no address for " + by.code() + "; the registry needs one first.");
        };
    }

    private static JsonObject json(Channel.Answer answer) {
        return switch (answer) {
            case Channel.Answer.Accepted(String receipt) -> new JsonObject().put("result", "sent");
            case Channel.Answer.Later(String why, Duration notBefore) ->
                new JsonObject().put("result", "failed").put("why", why);
            case Channel.Answer.TooMany(String why, Duration pause) ->
                new JsonObject().put("result", "limited").put("why", why);
            case Channel.Answer.Refused(String why) ->
                new JsonObject().put("result", "refused").put("why", why);
        };
    }

    private static JsonObject json(ChannelHealth.State state) {
        String word = state.failingSince() != null
                ? "failing"
                : state.lastSuccess() == null && state.lastFailure() == null ? "unused" : "working";
        return new JsonObject()
                .put("channel", state.by().code())
                .put("provider", state.provider())
                .put("state", word)
                .put("failingSince", text(state.failingSince()))
                .put("lastSuccess", text(state.lastSuccess()))
                .put("lastFailure", text(state.lastFailure()))
                .put("lastError", state.lastError());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
