package io.kanhu.server.http;

import io.kanhu.alerting.episode.AlertView;
import io.kanhu.alerting.episode.EventView;
import io.kanhu.alerting.episode.Place;
import io.kanhu.alerting.episode.Told;
import io.kanhu.protocol.Gcj02;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alerts as the contract writes them. */
final class AlertShape {
    private AlertShape() {}

    static JsonObject alert(AlertView alert) {
        return new JsonObject()
                .put("id", alert.id())
                .put("kind", alert.kind())
                .put("severity", alert.severity())
                .put("state", alert.state().code())
                .put("version", alert.version())
                .put("raisedAt", alert.raisedAt().toString())
                .put("receivedAt", alert.receivedAt().toString())
                .put("fellAt", alert.fellAt() == null ? null : alert.fellAt().toString())
                .put("late", alert.late())
                .put("pressCount", alert.pressCount())
                .put("band", alert.band())
                .put("wearerId", alert.wearerId())
                .put("wearer", alert.wearer())
                .put("address", alert.address())
                .put("grid", alert.grid())
                .put("isIn", alert.isIn())
                .put("place", place(alert.place()))
                .put("suspension", AwayApi.json(alert.away()))
                .put("acknowledgedBy", alert.acknowledgedBy())
                .put("mine", alert.mine())
                .put("rings", alert.rings())
                .put("outcome", alert.outcome() == null ? null : alert.outcome().code())
                .put("withoutDatabase", alert.withoutDatabase());
    }

    static JsonArray alerts(List<AlertView> alerts) {
        JsonArray array = new JsonArray();
        alerts.forEach(alert -> array.add(alert(alert)));
        return array;
    }

    /** {@code withPlaces}: also where whoever arrived was, which is where the wearer was. */
    static JsonArray events(List<EventView> events, boolean withPlaces) {
        JsonArray array = new JsonArray();
        events.forEach(event -> {
            JsonObject detail = new JsonObject(event.detail());
            if (!withPlaces) {
                detail.remove("latitude");
                detail.remove("longitude");
            }
            array.add(new JsonObject()
                    .put("at", event.at().toString())
                    .put("kind", event.kind())
                    .put("actor", event.actor())
                    .put("detail", detail));
        });
        return array;
    }

    static JsonArray told(List<Told> told) {
        JsonArray array = new JsonArray();
        told.forEach(one -> array.add(new JsonObject()
                .put("worker", one.recipient())
                .put("channel", one.channel())
                .put("state", one.state())
                .put("because", one.because())));
        return array;
    }

    private static @Nullable JsonObject place(@Nullable Place place) {
        return place == null
                ? null
                : place(
                        place.latitude(),
                        place.longitude(),
                        place.accuracyMetres(),
                        place.at().toString());
    }

    static JsonObject place(double latitude, double longitude, @Nullable Double accuracyMetres, @Nullable String at) {
        Gcj02.Point chinese = Gcj02.fromWgs84(latitude, longitude);
        JsonObject json = new JsonObject()
                .put("latitude", latitude)
                .put("longitude", longitude)
                .put(
                        "gcj02",
                        new JsonObject().put("latitude", chinese.latitude()).put("longitude", chinese.longitude()))
                .put("accuracy", accuracyMetres);
        return at == null ? json : json.put("at", at);
    }
}
