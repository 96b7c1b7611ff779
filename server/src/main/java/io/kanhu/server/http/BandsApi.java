package io.kanhu.server.http;

import io.kanhu.registry.Scopes;
import io.kanhu.registry.band.BandDesk;
import io.kanhu.registry.band.BandDesk.HandOut;
import io.kanhu.registry.band.BandList;
import io.kanhu.registry.band.BandList.Where;
import io.kanhu.registry.band.Condition;
import io.kanhu.registry.band.Handing;
import io.kanhu.registry.band.NewSecret;
import io.kanhu.registry.band.ShelvedBand;
import io.kanhu.server.session.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bands at the desk. A secret is in the answer that made it and nowhere else. */
final class BandsApi implements Api.Subject {
    private static final Logger LOG = LoggerFactory.getLogger(BandsApi.class);
    private static final Set<Role> KEEPERS = Set.of(Role.OPERATOR, Role.ADMINISTRATOR);
    private static final int DEFAULT_LIMIT = 100;

    private final BandDesk desk;
    private final BandList list;
    private final Scopes scopes;
    private final Audit audit;

    BandsApi(BandDesk desk, BandList list, Scopes scopes, Audit audit) {
        this.desk = desk;
        this.list = list;
        this.scopes = scopes;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listBands", this::list);
        operations.add("registerBand", this::register);
        operations.add("getBand", this::get);
        operations.add("renewBandSecret", this::renewSecret);
        operations.add("handOutBand", this::handOut);
        operations.add("takeBackBand", this::takeBack);
        operations.add("setBandCondition", this::setCondition);
    }

    private Answer list(Call call) {
        requireDesk(call);
        Where where = Where.valueOf(call.query("where").orElse("anywhere").toUpperCase(Locale.ROOT));
        JsonArray bands = new JsonArray();
        list.find(
                        call.user().scope(),
                        call.query("search").orElse("").strip(),
                        where,
                        call.queryNumber("limit").orElse(DEFAULT_LIMIT))
                .forEach(band -> bands.add(json(band)));
        return Answer.ok(new JsonObject().put("bands", bands));
    }

    private Answer register(Call call) {
        requireKeeper(call);
        JsonObject body = call.body();
        NewSecret secret = desk.register(body.getString("id"), body.getString("model"));
        LOG.info(
                "band made known band={} by user={}", secret.band(), call.user().name());
        return Answer.ok(shownOnce(secret));
    }

    private Answer renewSecret(Call call) {
        requireKeeper(call);
        NewSecret secret = desk.renewSecret(call.path("band"));
        LOG.info(
                "band has a new secret band={} by user={}",
                secret.band(),
                call.user().name());
        return Answer.ok(shownOnce(secret));
    }

    private Answer get(Call call) {
        requireDesk(call);
        return Answer.ok(whole(call));
    }

    private Answer handOut(Call call) {
        requireDesk(call);
        JsonObject body = call.body();
        long wearer = body.getLong("wearerId");
        call.requireWearer(scopes, wearer);
        visible(list, call, call.path("band"));
        desk.handOut(
                new HandOut(call.path("band"), wearer, body.getBoolean("lent", false), body.getString("inPlaceOf")),
                call.user().name());
        return Answer.ok(whole(call));
    }

    private Answer takeBack(Call call) {
        requireDesk(call);
        ShelvedBand band = visible(list, call, call.path("band"));
        desk.takeBack(
                band.id(),
                band.holder() == null ? null : band.holder().wearerId(),
                Condition.of(call.body().getString("condition", Condition.FINE.code())),
                call.user().name());
        return Answer.ok(whole(call));
    }

    private Answer setCondition(Call call) {
        requireKeeper(call);
        desk.setCondition(call.path("band"), Condition.of(call.body().getString("condition")));
        return Answer.ok(whole(call));
    }

    /** A band with everybody who had it and whom the user looks after: that look is written down for each of them. */
    private JsonObject whole(Call call) {
        String id = call.path("band");
        ShelvedBand band = visible(list, call, id);
        List<Handing> history = list.history(id);
        Set<Long> theirs = scopes.wearers(
                call.user().scope(), history.stream().map(Handing::wearerId).toList());
        theirs.forEach(wearer -> audit.looked(call.user(), wearer, "bands", null));
        JsonArray array = new JsonArray();
        history.stream()
                .filter(handing -> theirs.contains(handing.wearerId()))
                .forEach(handing -> array.add(json(handing)));
        return json(band).put("history", array);
    }

    /** A band that is in stock, or with somebody whom the user looks after; nobody else is told that there is one. */
    static ShelvedBand visible(BandList list, Call call, String id) {
        return list.find(call.user().scope(), id)
                .orElseThrow(() -> new Problem(404, "There is no band " + id + "; see the list of bands."));
    }

    private static void requireDesk(Call call) {
        call.require(EnrolmentsApi.DESK, "Bands are handed out by care staff, operators and administrators.");
    }

    /** Bands are one store for the whole city: what is in it, and which secret a band has, is said by whoever keeps it. */
    private static void requireKeeper(Call call) {
        call.requireCity();
        call.require(KEEPERS, "This is done by operators and administrators.");
    }

    private static JsonObject shownOnce(NewSecret secret) {
        return new JsonObject()
                .put("band", secret.band())
                .put("secret", secret.token())
                .put("text", secret.label())
                .put("label", QrLabel.svg(secret.label()));
    }

    private static JsonObject json(ShelvedBand band) {
        ShelvedBand.Holder holder = band.holder();
        return new JsonObject()
                .put("id", band.id())
                .put("model", band.model())
                .put("disabled", band.disabled())
                .put("condition", band.condition().code())
                .put("since", band.since().toString())
                .put(
                        "wearer",
                        holder == null
                                ? null
                                : new JsonObject()
                                        .put("id", holder.wearerId())
                                        .put("code", holder.code())
                                        .put("name", holder.name())
                                        .put("lent", holder.lent())
                                        .put("from", begin(holder.from())));
    }

    private static JsonObject json(Handing handing) {
        return new JsonObject()
                .put("band", handing.band())
                .put("wearerId", handing.wearerId())
                .put("code", handing.code())
                .put("name", handing.name())
                .put("lent", handing.lent())
                .put("from", begin(handing.from()))
                .put("until", handing.until() == null ? null : handing.until().toString())
                .put("begunBy", handing.begunBy())
                .put("endedBy", handing.endedBy());
    }

    /** A file's first wearer of a band has had it since ever. */
    private static @Nullable String begin(Instant from) {
        return from.equals(Instant.EPOCH) ? null : from.toString();
    }
}
