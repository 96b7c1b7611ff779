package io.kanhu.server.http;

import io.kanhu.ingest.history.Latest;
import io.kanhu.registry.WearerProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Wearers and what was measured of them, as the contract writes them. */
final class WearerShape {
    private WearerShape() {}

    static JsonObject wearer(WearerProfile profile, Latest latest, LocalDate today) {
        WearerProfile.Home home = profile.home();
        JsonArray contacts = new JsonArray();
        profile.contacts()
                .forEach(contact -> contacts.add(new JsonObject()
                        .put("name", contact.name())
                        .put("relation", contact.relation())
                        .put("phone", contact.phone())
                        .put("keyHolder", contact.keyHolder())));
        return new JsonObject()
                .put("id", profile.id())
                .put("code", profile.code())
                .put("name", profile.name())
                .put("age", profile.ageOn(today))
                .put("sex", profile.sex())
                .put("phone", profile.phone())
                .put("address", profile.address())
                .put("accessNote", profile.accessNote())
                .put("medicalNote", profile.medicalNote())
                .put("risk", profile.risk())
                .put("grid", profile.grid())
                .put("home", home == null ? null : AlertShape.place(home.latitude(), home.longitude(), null, null))
                .put("contacts", contacts)
                .put("latest", latest(latest));
    }

    private static JsonObject latest(Latest latest) {
        return new JsonObject()
                .put("heartRate", heartRate(latest.heartRate()))
                .put("bloodPressure", pressure(latest.bloodPressure()))
                .put("place", position(latest.position()))
                .put("battery", battery(latest.battery()));
    }

    private static @Nullable JsonObject heartRate(Latest.@Nullable HeartRate rate) {
        return rate == null
                ? null
                : new JsonObject().put("bpm", rate.bpm()).put("at", rate.at().toString());
    }

    private static @Nullable JsonObject pressure(Latest.@Nullable Pressure pressure) {
        return pressure == null
                ? null
                : new JsonObject()
                        .put("systolic", pressure.systolic())
                        .put("diastolic", pressure.diastolic())
                        .put("at", pressure.at().toString());
    }

    private static @Nullable JsonObject position(Latest.@Nullable Position position) {
        return position == null
                ? null
                : AlertShape.place(
                        position.latitude(),
                        position.longitude(),
                        position.accuracyMetres(),
                        position.at().toString());
    }

    private static @Nullable JsonObject battery(Latest.@Nullable Battery battery) {
        return battery == null
                ? null
                : new JsonObject()
                        .put("percent", battery.percent())
                        .put("at", battery.at().toString());
    }
}
