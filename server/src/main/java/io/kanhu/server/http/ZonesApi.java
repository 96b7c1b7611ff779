package io.kanhu.server.http;

import io.kanhu.alerting.care.SafeZone;
import io.kanhu.alerting.care.ZoneDesk;
import io.kanhu.registry.Scopes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Where wearers are expected to be. */
final class ZonesApi implements Api.Subject {
    private final ZoneDesk zones;
    private final Scopes scopes;
    private final Audit audit;

    ZonesApi(ZoneDesk zones, Scopes scopes, Audit audit) {
        this.zones = zones;
        this.scopes = scopes;
        this.audit = audit;
    }

    @Override
    public void bind(Operations operations) {
        operations.add("listZones", this::list);
        operations.add("putZone", this::put);
        operations.add("endZone", this::end);
    }

    private Answer list(Call call) {
        call.requireOffice();
        call.requireWearer(scopes, call.id());
        JsonArray array = new JsonArray();
        zones.of(call.id()).forEach(zone -> array.add(json(zone)));
        if (!array.isEmpty()) {
            // They tell where somebody lives.
            audit.looked(call.user(), call.id(), "zones", null);
        }
        return Answer.ok(new JsonObject().put("zones", array));
    }

    private Answer put(Call call) {
        call.requireOffice();
        call.requireWearer(scopes, call.id());
        JsonObject body = call.body();
        double latitude = body.getDouble("latitude");
        double longitude = body.getDouble("longitude");
        if (latitude == 0 && longitude == 0) {
            throw new Problem(400, "0, 0 is what devices write for no place; say where the zone is.");
        }
        ZoneDesk.Draft draft = new ZoneDesk.Draft(
                body.getString("name", "home"),
                latitude,
                longitude,
                body.getString("datum", "wgs84"),
                body.getInteger("radiusMetres"),
                body.getString("severity", "attention"));
        return zones.set(call.id(), draft, call.user().name())
                .map(zone -> Answer.ok(json(zone)))
                .orElseThrow(() -> new Problem(404, "There is no wearer " + call.id() + "."));
    }

    private Answer end(Call call) {
        call.requireOffice();
        boolean theirs = zones.wearerOf(call.id())
                .filter(wearer -> scopes.hasWearer(call.user().scope(), wearer))
                .isPresent();
        if (!theirs || !zones.end(call.id(), call.user().name())) {
            throw new Problem(404, "There is no safe zone " + call.id() + " that holds now.");
        }
        return Answer.done();
    }

    private static JsonObject json(SafeZone zone) {
        return new JsonObject()
                .put("id", zone.id())
                .put("name", zone.name())
                .put("latitude", zone.latitude())
                .put("longitude", zone.longitude())
                .put("datum", zone.datum())
                .put("radiusMetres", zone.radiusMetres())
                .put("severity", zone.severity())
                .put("since", zone.since().toString())
                .put("by", zone.by());
    }
}
